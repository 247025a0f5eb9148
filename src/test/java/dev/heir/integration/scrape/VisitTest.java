package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One page at a time, over real HTTP on loopback. */
class VisitTest {

    private static final Duration PATIENT = Duration.ofHours(1);

    private Website site;
    private Website other;
    private final OneClock clock = new OneClock();
    private final Map<String, RobotsTxt> known = new HashMap<>();
    private final Map<String, Duration> fresh = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        site = new Website();
        other = new Website();
    }

    @AfterEach
    void stop() {
        site.close();
        other.close();
    }

    @Test
    void robots_txt_is_asked_for_first_and_by_a_name_that_can_be_reached() {
        site.with("/a", 200, "<title>A</title>");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Fetched.class);

        assertThat(site.paths()).containsExactly("/robots.txt", "/a");
        assertThat(site.visits())
                .extracting(Website.Visited::userAgent)
                .containsOnly("IntegrationOrchestrator/0.1 (+https://example.com/robot)");
    }

    @Test
    void nothing_at_all_is_asked_of_a_host_whose_owner_opted_out_nor_of_one_that_a_robots_txt_leads_to() {
        known.put(site.url("/").origin(), new RobotsTxt.OptedOut("opted out: 127.0.0.1"));
        other.with("/robots.txt", 301, "", "location", site.url("/rules").toString());

        assertThat(end(visit(site.url("/a"), PATIENT)))
                .isEqualTo(new Page.Refused(site.url("/a").uri(), "opted out: 127.0.0.1"));
        assertThat(visit(other.url("/a"), PATIENT)).isInstanceOf(Progress.PutBack.class);

        assertThat(site.paths()).isEmpty();
        assertThat(other.paths()).containsExactly("/robots.txt");
    }

    @Test
    void a_page_that_robots_txt_forbids_is_never_asked_for() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private\n").with("/private/a", 200, "secret");

        Page page = end(visit(site.url("/private/a"), PATIENT));

        assertThat(page).isEqualTo(new Page.Refused(site.url("/private/a").uri(), "Disallow: /private (line 2)"));
        assertThat(site.paths()).containsExactly("/robots.txt");
    }

    @Test
    void nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_had_and_its_page_is_tried_again() {
        site.with("/robots.txt", 500, "").with("/a", 200, "A");

        Progress.PutBack back = (Progress.PutBack) visit(site.url("/a"), PATIENT);

        assertThat(back.failure().orElseThrow()).contains("robots.txt").contains("500");
        assertThat(back.pause()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(site.paths()).containsExactly("/robots.txt");
    }

    @Test
    void where_our_own_wall_lets_nobody_a_page_ends_at_once_and_nothing_is_remembered_of_its_host() {
        Page.Failed walled = new Page.Failed(site.url("/a").uri(), "it is private");
        Errand asked = errand(site.url("/a"), 1, 0);

        Progress before = visit(_ -> new Reply.Withheld("it is private")).go(asked, PATIENT, WorkingTime.UNLIMITED);
        assertThat(end(before)).isEqualTo(walled);
        assertThat(known).isEmpty();

        site.with("/robots.txt", 404, "");
        Fetcher page = ask ->
                ask.url().path().equals("/a") ? new Reply.Withheld("it is private") : new PlainFetcher().fetch(ask);
        assertThat(end(visit(page).go(asked, PATIENT, WorkingTime.UNLIMITED))).isEqualTo(walled);
    }

    @Test
    void a_name_without_an_address_may_have_one_again() {
        Progress progress = visit(_ -> new Reply.Withheld("it has no address", true))
                .go(errand(site.url("/a"), 1, 0), PATIENT, WorkingTime.UNLIMITED);

        assertThat(progress).isInstanceOf(Progress.PutBack.class);
    }

    @Test
    void a_redirect_of_robots_txt_is_followed_and_its_rules_hold_where_they_were_asked_for() {
        site.with("/robots.txt", 301, "", "location", other.url("/elsewhere").toString());
        other.with("/elsewhere", 200, "User-agent: *\nDisallow: /a").with("/a", 200, "fine here");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Refused.class);
        assertThat(end(visit(other.url("/a"), PATIENT))).isInstanceOf(Page.Fetched.class);
    }

    @Test
    void robots_txt_without_an_end_of_redirects_counts_as_none() {
        site.with("/robots.txt", 302, "", "location", "/robots.txt").with("/a", 200, "A");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Fetched.class);
        assertThat(site.paths()).hasSize(1 + 5 + 1);
    }

    @Test
    void redirects_of_robots_txt_on_one_host_are_followed_its_delay_apart() {
        site.with("/robots.txt", 302, "", "location", "/rules")
                .with("/rules", 200, "User-agent: *")
                .with("/a", 200, "A");
        Errand slow = wanting(errand(site.url("/a"), 1, 0), Duration.ofSeconds(7));

        assertThat(end(visit(slow, PATIENT))).isInstanceOf(Page.Fetched.class);

        assertThat(site.paths()).containsExactly("/robots.txt", "/rules", "/a");
        assertThat(clock.now).isEqualTo(Instant.EPOCH.plusSeconds(14));
    }

    @Test
    void the_delay_that_a_scrape_wants_is_kept_after_anybodys_request_and_before() {
        site.with("/a", 200, "A").with("/b", 200, "B");
        assertThat(end(visit(site.url("/b"), PATIENT))).isInstanceOf(Page.Fetched.class);
        Instant others = clock.now;

        Errand slow = wanting(errand(site.url("/a"), 1, 0), Duration.ofSeconds(10));
        assertThat(end(visit(slow, PATIENT))).isInstanceOf(Page.Fetched.class);

        assertThat(clock.now).isEqualTo(others.plusSeconds(10));
        assertThat(clock.left(site.url("/"))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void the_first_visit_keeps_the_wanted_delay_between_robots_txt_and_the_page() {
        site.with("/a", 200, "A");
        Errand slow = wanting(errand(site.url("/a"), 1, 0), Duration.ofSeconds(10));

        assertThat(end(visit(slow, PATIENT))).isInstanceOf(Page.Fetched.class);

        assertThat(clock.now).isEqualTo(Instant.EPOCH.plusSeconds(10));
    }

    @Test
    void a_page_is_put_back_before_a_request_that_could_not_end_in_time_and_no_turn_is_held() {
        site.with("/robots.txt", 200, "User-agent: *")
                .with("/a", 301, "", "location", "/b")
                .with("/b", 200, "B");
        Fetcher slow = ask -> {
            Reply reply = new PlainFetcher().fetch(ask);
            clock.sleep(Duration.ofSeconds(9));
            return reply;
        };

        Progress.PutBack back = (Progress.PutBack) visit(slow)
                .go(errand(site.url("/a"), 1, 0), PATIENT, WorkingTime.from(clock.now, Duration.ofSeconds(40)));

        assertThat(site.paths()).containsExactly("/robots.txt", "/a");
        assertThat(back.errand().at()).isEqualTo(site.url("/b"));
        assertThat(back.failure()).isEmpty();
        assertThat(clock.now).isBefore(Instant.EPOCH.plusSeconds(40));
        assertThat(clock.turns.getLast()).endsWith(" done");
    }

    @Test
    void nothing_is_asked_when_there_is_no_time_at_all() {
        site.with("/a", 200, "A");

        Progress progress = visit(new PlainFetcher())
                .go(errand(site.url("/a"), 1, 0), PATIENT, WorkingTime.from(clock.now, Duration.ofSeconds(-1)));

        assertThat(progress).isInstanceOf(Progress.PutBack.class);
        assertThat(site.paths()).isEmpty();
        assertThat(clock.turns).isEmpty();
    }

    @Test
    void a_redirect_to_a_forbidden_place_of_another_site_ends_there() {
        site.with("/a", 302, "", "location", other.url("/private").toString());
        other.with("/robots.txt", 200, "User-agent: *\nDisallow: /private").with("/private", 200, "secret");

        Page page = end(visit(site.url("/a"), PATIENT));

        assertThat(page).isEqualTo(new Page.Refused(other.url("/private").uri(), "Disallow: /private (line 2)"));
        assertThat(other.paths()).containsExactly("/robots.txt");
    }

    @Test
    void a_redirect_to_a_forbidden_place_of_the_same_site_ends_there_too() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private").with("/a", 302, "", "location", "/private");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Refused.class);
        assertThat(site.paths()).containsExactly("/robots.txt", "/a");
    }

    @Test
    void a_page_whose_turn_is_too_far_away_is_put_back_where_its_redirects_have_led_it() {
        site.with("/robots.txt", 200, "User-agent: *\nCrawl-delay: 10").with("/a", 301, "", "location", "/b");
        Progress.PutBack afterRobots = (Progress.PutBack) visit(site.url("/a"), Duration.ofSeconds(2));
        clock.sleep(afterRobots.pause());

        Progress.PutBack afterHop = (Progress.PutBack) visit(site.url("/a"), Duration.ofSeconds(2));

        assertThat(afterRobots.pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(afterHop.pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(afterHop.errand().at()).isEqualTo(site.url("/b"));
        assertThat(afterHop.failure()).isEmpty();
        assertThat(clock.now).isEqualTo(Instant.EPOCH.plusSeconds(10));
    }

    @Test
    void too_many_requests_slow_that_host_only_and_are_no_failure_of_the_page() {
        site.with("/a", 429, "", "retry-after", "120");
        other.with("/a", 200, "A");

        Progress.PutBack back = (Progress.PutBack) visit(site.url("/a"), PATIENT);

        assertThat(back.failure()).isEmpty();
        assertThat(back.errand().pauses()).isEqualTo(1);
        assertThat(clock.left(site.url("/a"))).isEqualTo(Duration.ofMinutes(2));
        assertThat(end(visit(other.url("/a"), Duration.ofSeconds(2)))).isInstanceOf(Page.Fetched.class);
    }

    @Test
    void a_host_that_never_stops_asking_for_time_ends_the_page() {
        site.with("/a", 429, "");
        Errand patientLong = errand(site.url("/a"), 1, 20);

        assertThat(end(visit(patientLong, PATIENT)))
                .isInstanceOfSatisfying(
                        Page.Blocked.class, page -> assertThat(page.how()).contains("21 times"));
    }

    @Test
    void a_challenge_is_reported_as_blocked_and_the_host_left_alone_for_an_hour() {
        site.with("/a", 403, "<title>Just a moment...</title>", "cf-mitigated", "challenge");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Blocked.class);
        assertThat(clock.left(site.url("/a"))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_page_that_fails_is_tried_less_and_less_often_and_then_given_up() {
        site.with("/a", 500, "");

        assertThat(((Progress.PutBack) visit(errand(site.url("/a"), 1, 0), PATIENT)).pause())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(((Progress.PutBack) visit(errand(site.url("/a"), 4, 0), PATIENT)).pause())
                .isEqualTo(Duration.ofMinutes(4));
        assertThat(end(visit(errand(site.url("/a"), 5, 0), PATIENT)))
                .isEqualTo(new Page.Dead(site.url("/a").uri(), "the host answered 500", 5));
    }

    @Test
    void every_turn_that_was_taken_is_given_back_also_when_fetching_fails_for_our_own_reasons() {
        Fetcher broken = ask -> {
            throw new IllegalStateException("the ledger cannot be written");
        };

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> visit(broken).go(errand(site.url("/a"), 1, 0), PATIENT, WorkingTime.UNLIMITED))
                .isInstanceOf(IllegalStateException.class);
        assertThat(clock.turns)
                .containsExactly(site.url("/").host() + " taken", site.url("/").host() + " done");
    }

    @Test
    void what_another_sites_robots_txt_leads_to_is_kept_no_longer_than_it_is_there() {
        other.with("/robots.txt", 200, "User-agent: *\nDisallow: /a", "cache-control", "public, max-age=3600");
        site.with("/robots.txt", 301, "", "location", other.url("/robots.txt").toString());

        assertThat(end(visit(other.url("/a"), PATIENT))).isInstanceOf(Page.Refused.class);
        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Refused.class);

        assertThat(fresh.values()).containsOnly(Duration.ofHours(1));
    }

    @Test
    void a_robots_txt_that_wants_no_keeping_is_still_not_asked_for_before_every_page() {
        site.with("/robots.txt", 200, "User-agent: *", "cache-control", "no-cache")
                .with("/a", 200, "A");

        assertThat(end(visit(site.url("/a"), PATIENT))).isInstanceOf(Page.Fetched.class);

        assertThat(fresh.values()).containsOnly(Duration.ofMinutes(5));
    }

    @Test
    void a_host_in_trouble_is_asked_half_as_often_and_recovers_step_by_step() {
        site.with("/a", 500, "").with("/b", 200, "B");
        var _ = visit(site.url("/a"), PATIENT);
        assertThat(clock.left(site.url("/a"))).isEqualTo(Duration.ofSeconds(2));
        var _ = visit(site.url("/a"), PATIENT);
        assertThat(clock.left(site.url("/a"))).isEqualTo(Duration.ofSeconds(4));

        for (int i = 0; i < 5; i++) {
            assertThat(end(visit(site.url("/b"), PATIENT))).isInstanceOf(Page.Fetched.class);
        }

        assertThat(clock.left(site.url("/b"))).isEqualTo(Duration.ofMillis(3_200));
    }

    private Progress visit(PageUrl url, Duration patience) {
        return visit(errand(url, 1, 0), patience);
    }

    private Progress visit(Errand errand, Duration patience) {
        return visit(new PlainFetcher()).go(errand, patience, WorkingTime.UNLIMITED);
    }

    private Visit visit(Fetcher fetcher) {
        RobotsFiles files = new RobotsFiles() {
            @Override
            public Optional<Known> find(String origin) {
                return Optional.ofNullable(known.get(origin))
                        .map(robots -> new Known(robots, fresh.getOrDefault(origin, Duration.ZERO)));
            }

            @Override
            public void keep(String origin, RobotsTxt robots, Duration longest) {
                known.put(origin, robots);
                fresh.put(origin, longest);
            }
        };
        ScrapeConfig config = Configured.with();
        return new Visit(
                new Fetchers(fetcher),
                clock,
                new KnownRules(files, config.token(), clock),
                new ForgetfulFields(),
                clock,
                clock,
                config);
    }

    private static Errand errand(PageUrl url, int tries, int pauses) {
        return new Errand(new UUID(0, 1), new UUID(0, 2), "shop", url, Order.of(Map.of()), url, 0, tries, pauses);
    }

    private static Errand wanting(Errand errand, Duration crawlDelay) {
        return new Errand(
                errand.id(),
                errand.lease(),
                errand.project(),
                errand.url(),
                Order.of(errand.selectors(), crawlDelay),
                errand.at(),
                errand.hops(),
                errand.tries(),
                errand.pauses());
    }

    private static Page end(Progress progress) {
        assertThat(progress).isInstanceOf(Progress.Ended.class);
        return ((Progress.Ended) progress).page();
    }
}
