package dev.heir.integration.assign;

import dev.heir.integration.scrape.PageUrl;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the plan of a requirement. */
final class Planning {

    private Planning() {}

    static WorkPlan plan(Requirement requirement, Touch.Known known) {
        return new WorkPlan(
                List.of(assessment(requirement, known), pipelines(requirement, known), monitoring(requirement, known)));
    }

    static Set<Specialist> specialists(Requirement requirement) {
        Set<Specialist> needed = EnumSet.noneOf(Specialist.class);
        requirement.api().ifPresent(need -> needed.add(Specialist.API));
        requirement.sites().ifPresent(need -> needed.add(Specialist.SCRAPER));
        return needed;
    }

    private static WorkPlan.Phase assessment(Requirement requirement, Touch.Known known) {
        List<Deliverable> work = new ArrayList<>();
        List<Criterion> criteria = new ArrayList<>();
        requirement.api().ifPresent(need -> need.providers().forEach(id -> {
            work.add(api(Work.API_INTEGRATION, id, "the provider's document, proved by a call it answered"));
            criteria.add(new Criterion(ProviderCheck.PROVIDER_REGISTERED, id));
            criteria.add(new Criterion(ProviderCheck.LIMIT_KNOWN, id));
            need.dataVolume().ifPresent(volume -> criteria.add(new Criterion(ProviderCheck.VOLUME_FITS, id)));
            if (signs(need, id, known)) {
                work.add(api(Work.AUTHENTICATION_SETUP, id, "its credentials, sealed and accepted"));
            }
            criteria.add(new Criterion(ProviderCheck.CREDENTIAL_STORED, id));
            criteria.add(new Criterion(ProviderCheck.CREDENTIAL_ACCEPTED, id));
            criteria.add(new Criterion(ProviderCheck.ANSWERED_LIVE, id));
        }));
        requirement.sites().ifPresent(need -> {
            hosts(need)
                    .forEach(host -> work.add(scrape(
                            Work.WEB_SCRAPING, host, "what its robots.txt allows, and the selectors of the data")));
            need.websites().forEach(site -> criteria.add(new Criterion(SiteCheck.ROBOTS_ALLOW, site.toString())));
        });
        return phase(
                PhaseName.EXTERNAL_API_ASSESSMENT,
                requirement.api().isPresent() ? Work.API_INTEGRATION : Work.WEB_SCRAPING,
                requirement,
                domains(requirement, known, movesData(requirement), livesWithUs(requirement, known)),
                work,
                criteria);
    }

    private static WorkPlan.Phase pipelines(Requirement requirement, Touch.Known known) {
        List<Deliverable> work = new ArrayList<>();
        List<Criterion> criteria = new ArrayList<>();
        requirement.api().ifPresent(need -> need.providers().forEach(id -> {
            work.add(api(Work.DATA_PIPELINE, id, "calls that bring the data, with a way out when they fail"));
            criteria.add(new Criterion(ProviderCheck.CALLS_ANSWERED, id));
            criteria.add(new Criterion(ProviderCheck.WAY_OUT_DECLARED, id));
        }));
        requirement.sites().ifPresent(need -> {
            hosts(need)
                    .forEach(host -> work.add(scrape(Work.DATA_PIPELINE, host, "pages read and their data extracted")));
            need.websites().forEach(site -> {
                criteria.add(new Criterion(SiteCheck.PAGE_READ, site.toString()));
                criteria.add(new Criterion(SiteCheck.DATA_FOUND, site.toString()));
            });
        });
        return phase(
                PhaseName.DATA_PIPELINE_SETUP,
                Work.DATA_PIPELINE,
                requirement,
                domains(requirement, known, true, false),
                work,
                criteria);
    }

    private static WorkPlan.Phase monitoring(Requirement requirement, Touch.Known known) {
        List<Deliverable> work = new ArrayList<>();
        List<Criterion> criteria = new ArrayList<>();
        requirement.api().ifPresent(need -> need.providers().forEach(id -> {
            work.add(api(Work.MONITORING_SETUP, id, "a probe and a standing that the sweep keeps"));
            criteria.add(new Criterion(ProviderCheck.PROBE_CONFIGURED, id));
            criteria.add(new Criterion(ProviderCheck.PROBE_GREEN, id));
            criteria.add(new Criterion(ProviderCheck.STANDING_PRESENT, id));
            criteria.add(new Criterion(ProviderCheck.NO_OPEN_ESCALATION, id));
        }));
        requirement.sites().ifPresent(need -> {
            hosts(need).forEach(host -> work.add(scrape(Work.MONITORING_SETUP, host, "pages kept fresh, politely")));
            need.websites().forEach(site -> {
                criteria.add(new Criterion(SiteCheck.FRESH_ENOUGH, site.toString()));
                need.crawlDelay()
                        .ifPresent(delay -> criteria.add(new Criterion(SiteCheck.CRAWL_DELAY_KEPT, site.toString())));
            });
        });
        return phase(
                PhaseName.INTEGRATION_MONITORING,
                Work.MONITORING_SETUP,
                requirement,
                domains(requirement, known, false, true),
                work,
                criteria);
    }

    private static WorkPlan.Phase phase(
            PhaseName name,
            Work kind,
            Requirement requirement,
            Set<Domain> domains,
            List<Deliverable> work,
            List<Criterion> criteria) {
        return new WorkPlan.Phase(name, kind, specialists(requirement), domains, work, criteria);
    }

    /** Whoever owns the money is asked in every phase that touches it. */
    private static Set<Domain> domains(Requirement requirement, Touch.Known known, boolean data, boolean platform) {
        Set<Domain> domains = EnumSet.noneOf(Domain.class);
        if (data) {
            domains.add(Domain.DATA);
        }
        if (Touch.money(requirement, known)) {
            domains.add(Domain.PAYMENT);
        }
        if (platform) {
            domains.add(Domain.PLATFORM);
        }
        return domains;
    }

    private static boolean movesData(Requirement requirement) {
        return requirement.api().flatMap(ApiNeed::dataVolume).isPresent()
                || requirement.sites().isPresent();
    }

    /** Services inside the company's own network, and the speed of real time, are the platform's matter from the start. */
    private static boolean livesWithUs(Requirement requirement, Touch.Known known) {
        return requirement
                .api()
                .map(need -> need.realTime()
                        || need.providers().stream().anyMatch(id -> known.find(id)
                                .map(provider -> provider.internal())
                                .orElse(false)))
                .orElse(false);
    }

    private static boolean signs(ApiNeed need, String id, Touch.Known known) {
        return need.authenticationOf(id) != Authentication.NONE
                || known.find(id)
                        .map(provider -> !provider.credentials().isEmpty())
                        .orElse(false);
    }

    private static Stream<String> hosts(SiteNeed need) {
        return need.websites().stream().map(PageUrl::host).distinct();
    }

    private static Deliverable api(Work work, String provider, String yields) {
        return new Deliverable(work, Specialist.API, provider, yields);
    }

    private static Deliverable scrape(Work work, String host, String yields) {
        return new Deliverable(work, Specialist.SCRAPER, host, yields);
    }
}
