package dev.heir.integration.report;

import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Escalations;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Standings;
import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.knowledge.Knowledge;
import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Plan;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts a case file together from what is known when it is read. */
@Singleton
public final class CaseFiles {

    private final Escalations escalations;
    private final CaseFacts facts;
    private final Knowledge knowledge;
    private final Standings standings;
    private final Providers providers;

    CaseFiles(Escalations escalations, CaseFacts facts, Knowledge knowledge, Standings standings, Providers providers) {
        this.escalations = escalations;
        this.facts = facts;
        this.knowledge = knowledge;
        this.standings = standings;
        this.providers = providers;
    }

    public Optional<CaseFile> find(String id) {
        return escalations.find(id).map(this::write);
    }

    private CaseFile write(Escalation escalation) {
        CaseFacts.Facts known = facts.about(escalation);
        Optional<Provider> provider = providers.find(escalation.provider());
        Optional<Entry> entry = escalation.signature().flatMap(knowledge::about);
        CaseFile.BusinessImpact impact = impact(provider, known);
        Optional<Tier> highest = known.letDown().stream()
                .filter(one -> one.lastHour() > 0)
                .map(CaseFile.LetDown::tier)
                .min(Comparator.naturalOrder());
        return new CaseFile(
                escalation.id(),
                escalation.state().status(),
                escalation.cause(),
                Urgency.of(impact.criticality(), highest, impact.perHour()),
                issue(escalation, entry),
                impact,
                new CaseFile.AffectedIntegrations(known.uses(), fallbackOf(escalation.provider())),
                known.solutions(),
                Recommendations.of(escalation, provider, entry),
                provider.map(it -> alternatives(it, known)).orElse(List.of()),
                costs(provider, impact, known),
                escalation.openedAt(),
                escalation.lastSeen(),
                acknowledged(escalation.state()),
                closed(escalation.state()));
    }

    private static CaseFile.IssueType issue(Escalation escalation, Optional<Entry> entry) {
        return new CaseFile.IssueType(
                escalation.pattern(),
                escalation.symptom(),
                escalation.provider(),
                escalation.operation(),
                escalation.signature(),
                entry.map(Entry::message),
                escalation.triggers(),
                escalation.firstCall(),
                escalation.section());
    }

    private static CaseFile.BusinessImpact impact(Optional<Provider> provider, CaseFacts.Facts known) {
        List<CaseFile.LetDown> letDown = known.letDown();
        return new CaseFile.BusinessImpact(
                provider.map(Provider::criticality).orElse(Criticality.NORMAL),
                letDown.stream().mapToLong(CaseFile.LetDown::calls).sum(),
                letDown.stream().mapToLong(CaseFile.LetDown::unanswered).sum(),
                letDown.stream().map(CaseFile.LetDown::first).min(Comparator.<Instant>naturalOrder()),
                letDown.stream().map(CaseFile.LetDown::last).max(Comparator.<Instant>naturalOrder()),
                letDown.stream().mapToLong(CaseFile.LetDown::lastHour).sum(),
                letDown);
    }

    private List<String> fallbackOf(String provider) {
        return providers.all().stream()
                .filter(other -> other.fallback()
                        .filter(it -> it.provider().equals(provider))
                        .isPresent())
                .map(Provider::id)
                .sorted()
                .toList();
    }

    private List<CaseFile.Alternative> alternatives(Provider provider, CaseFacts.Facts known) {
        List<CaseFile.Alternative> alternatives = new ArrayList<>();
        for (URI url : provider.alternatives()) {
            alternatives.add(new CaseFile.Alternative(
                    "endpoint",
                    url.toString(),
                    Optional.empty(),
                    known.down().getOrDefault(url.toString(), "not known to be down")));
        }
        provider.fallback().ifPresent(fallback -> {
            Optional<Standing> standing = standings.find(fallback.provider());
            boolean registered = providers.find(fallback.provider()).isPresent();
            alternatives.add(new CaseFile.Alternative(
                    "fallback provider",
                    fallback.provider(),
                    standing.map(Standing::colour),
                    !registered
                            ? "is not registered"
                            : standing.map(it -> String.join("; ", it.reasons()))
                                    .orElse("not judged yet")));
        });
        if (provider.degraded().body().isPresent()
                || !provider.degraded().byOperation().isEmpty()) {
            alternatives.add(new CaseFile.Alternative(
                    "degraded answer", provider.id(), Optional.empty(), "declared in the provider's document"));
        }
        return alternatives;
    }

    private static CaseFile.CostImplications costs(
            Optional<Provider> provider, CaseFile.BusinessImpact impact, CaseFacts.Facts known) {
        Optional<PriceModel> sold = provider.flatMap(Provider::price);
        Optional<Money> price = sold.flatMap(PriceModel::perCall);
        return new CaseFile.CostImplications(
                price.map(Money::toString).or(() -> sold.map(PriceModel::toString)),
                price.map(one -> one.times(impact.callsLetDown()).toString()),
                known.retries(),
                price.map(one -> one.times(known.charged()).toString()),
                provider.map(Provider::plans).orElse(List.<Plan>of()).stream()
                        .map(plan ->
                                new CaseFile.Offer(plan.name(), plan.monthly().toString()))
                        .toList());
    }

    private static Optional<CaseState.Acknowledged> acknowledged(CaseState state) {
        return switch (state) {
            case CaseState.Open() -> Optional.empty();
            case CaseState.Acknowledged taken -> Optional.of(taken);
            case CaseState.Resolved done -> done.acknowledged();
        };
    }

    private static Optional<CaseFile.Closed> closed(CaseState state) {
        return state instanceof CaseState.Resolved done
                ? Optional.of(new CaseFile.Closed(done.by(), done.at(), done.resolution(), done.remedy()))
                : Optional.empty();
    }
}
