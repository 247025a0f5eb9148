package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a page is shown by a browser, and what is made of it; the browser itself is another's matter. */
class SecondLookTest {

    private static final String HOLLOW = "<title>Shop</title><div id=root></div><script src=/app.js></script>";
    private static final String RICH =
            "<title>Shop</title><div id=root>" + "A chair for 12.50 EUR. ".repeat(20) + "</div>";

    private Website site;
    private final OneClock clock = new OneClock();
    private final Map<String, RobotsTxt> known = new HashMap<>();
    private final Map<String, Boolean> needing = new HashMap<>();
    private final List<Renderer.Load> loads = new ArrayList<>();
    private Optional<String> missing = Optional.empty();
    private final List<Boolean> conditions = new ArrayList<>();
    private Optional<Page.Fetched> earlier = Optional.empty();
    private int pauses;
    private Renderer.Rendered rendered = new Renderer.Rendered.Shown(RICH, List.of());

    @BeforeEach
    void start() throws IOException {
        site = new Website().with("/hollow", 200, HOLLOW).with("/plain", 200, RICH);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void a_page_that_is_empty_without_its_scripts_is_shown_by_a_browser_and_its_site_remembered() {
        Page.Fetched page = fetched("/hollow", Rendering.AUTO);

        assertThat(page.content().orElseThrow().text()).contains("12.50 EUR");
        assertThat(page.provenance().orElseThrow().by()).contains("browser");
        assertThat(needing).containsExactly(Map.entry(site.url("/").host(), true));
        assertThat(loads).singleElement().satisfies(load -> assertThat(load.agent())
                .isEqualTo("IntegrationOrchestrator/0.1 (+https://example.com/robot)"));
        assertThat(site.paths()).containsExactly("/robots.txt", "/hollow");
    }

    @Test
    void a_page_that_says_much_is_read_as_it_is_sent_unless_its_site_is_known_to_need_more_or_it_is_wanted() {
        assertThat(fetched("/plain", Rendering.AUTO).provenance()).isEmpty();
        assertThat(loads).isEmpty();

        needing.put(site.url("/").host(), true);
        assertThat(fetched("/plain", Rendering.AUTO).provenance()).isPresent();
        assertThat(fetched("/plain", Rendering.PLAIN).provenance()).isEmpty();
        needing.clear();
        assertThat(fetched("/plain", Rendering.BROWSER).provenance()).isPresent();
        assertThat(loads).hasSize(2);
    }

    @Test
    void a_site_that_a_browser_shows_no_more_of_is_not_shown_again() {
        rendered = new Renderer.Rendered.Shown(HOLLOW, List.of());

        assertThat(fetched("/hollow", Rendering.AUTO).content().orElseThrow().title())
                .contains("Shop");
        assertThat(fetched("/hollow", Rendering.AUTO)
                        .provenance()
                        .orElseThrow()
                        .note()
                        .orElseThrow())
                .contains("no more with them");

        assertThat(needing).containsValue(false);
        assertThat(loads).hasSize(1);
    }

    @Test
    void without_a_browser_auto_ends_plain_and_says_why_and_a_page_that_must_have_one_is_tried_again() {
        missing = Optional.of("'chromedriver' is not installed here");

        assertThat(fetched("/hollow", Rendering.AUTO).provenance().orElseThrow().note())
                .contains("read without its scripts: 'chromedriver' is not installed here");
        assertThat(((Progress.PutBack) visit("/hollow", Rendering.BROWSER)).failure())
                .contains("'chromedriver' is not installed here");
        assertThat(loads).isEmpty();
    }

    @Test
    void a_challenge_is_never_rendered_away() {
        site.with("/hollow", 200, "<title>Just a moment...</title>" + HOLLOW, "cf-mitigated", "challenge");

        assertThat(((Progress.Ended) visit("/hollow", Rendering.BROWSER)).page())
                .isInstanceOf(Page.Blocked.class);
        assertThat(loads).isEmpty();
    }

    @Test
    void a_challenge_that_only_the_browser_shows_is_reported_as_one() {
        rendered = new Renderer.Rendered.Shown("<title>Are you human?</title><div class=h-captcha></div>", List.of());

        assertThat(((Progress.Ended) visit("/hollow", Rendering.AUTO)).page()).isInstanceOf(Page.Blocked.class);
    }

    @Test
    void what_is_not_to_be_kept_is_not_shown_and_a_wish_in_a_header_holds_for_what_is_shown() {
        site.with("/quiet", 200, HOLLOW, "x-robots-tag", "noindex")
                .with("/hollow", 200, HOLLOW, "x-robots-tag", "noarchive");

        assertThat(fetched("/quiet", Rendering.BROWSER).content()).isEmpty();
        assertThat(loads).isEmpty();
        assertThat(fetched("/hollow", Rendering.BROWSER).content().orElseThrow().text())
                .isEmpty();
    }

    @Test
    void where_its_scripts_lead_robots_txt_is_asked_and_the_turn_is_another_one() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private");
        rendered = new Renderer.Rendered.Moved(site.url("/private/a"));

        assertThat(((Progress.Ended) visit("/hollow", Rendering.AUTO)).page()).isInstanceOf(Page.Refused.class);
        assertThat(site.paths()).containsExactly("/robots.txt", "/hollow");
    }

    @Test
    void a_browser_that_ends_in_mid_page_is_a_failure_and_one_that_is_busy_is_none() {
        rendered = new Renderer.Rendered.Failed("the browser ended");
        assertThat(((Progress.PutBack) visit("/hollow", Rendering.AUTO)).failure())
                .contains("in the browser: the browser ended");

        rendered = new Renderer.Rendered.Busy();
        assertThat(((Progress.PutBack) visit("/hollow", Rendering.AUTO)).failure())
                .isEmpty();
        assertThat(clock.turns.getLast()).endsWith(" done");
    }

    /** It was read before its site was known to need one: unchanged or not, that is not what it says. */
    @Test
    void a_page_that_a_browser_shows_now_is_asked_for_in_full() {
        Page.Fetched before = fetched("/plain", Rendering.AUTO);
        earlier =
                Optional.of(before.with(Provenance.validated(new Validators(Optional.of("\"1\""), Optional.empty()))));
        needing.put(site.url("/").host(), true);

        var _ = fetched("/plain", Rendering.AUTO);
        assertThat(conditions).containsOnly(false);

        var _ = fetched("/plain", Rendering.PLAIN);
        assertThat(conditions.getLast()).isTrue();
    }

    /** It shows its readers something else: read so, a monitor would tell of a change. */
    @Test
    void a_page_whose_host_refuses_what_it_asks_for_waits_and_in_the_end_is_read_without_that() {
        var refusal = new Reply.Responded(429, Map.of("retry-after", List.of("90")), Body.EMPTY, clock.instant());
        rendered = new Renderer.Rendered.Shown(RICH, List.of("/prices (answered 429)"), Optional.of(refusal));

        Progress.PutBack waits = (Progress.PutBack) visit("/hollow", Rendering.AUTO);

        assertThat(waits.pause()).isEqualTo(Duration.ofSeconds(90));
        assertThat(waits.failure()).isEmpty();
        assertThat(clock.turns.getLast()).endsWith(" slowed");

        pauses = 3;
        Page.Fetched page = fetched("/hollow", Rendering.AUTO);
        assertThat(page.provenance().orElseThrow().note().orElseThrow()).contains("/prices (answered 429)");
    }

    @Test
    void what_a_page_asks_for_is_held_to_robots_txt_of_its_host_and_to_what_is_known_of_others() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /api");
        known.put("https://closed.example", new RobotsTxt.OptedOut("opted out"));
        known.put("https://down.example", new RobotsTxt.Unreachable("503"));
        var _ = fetched("/hollow", Rendering.AUTO);

        Renderer.Rules rules = loads.getFirst().rules();

        assertThat(rules.refusal(site.url("/api/prices"))).contains("Disallow: /api (line 2)");
        assertThat(rules.refusal(site.url("/app.js"))).isEmpty();
        assertThat(rules.refusal(PageUrl.parse("https://closed.example/x.js"))).contains("opted out");
        assertThat(rules.refusal(PageUrl.parse("https://down.example/x.js"))).isPresent();
        assertThat(rules.refusal(PageUrl.parse("https://unknown.example/x.js"))).isEmpty();
    }

    private Page.Fetched fetched(String path, Rendering rendering) {
        return (Page.Fetched) ((Progress.Ended) visit(path, rendering)).page();
    }

    private Progress visit(String path, Rendering rendering) {
        PageUrl url = site.url(path);
        Order order = Order.of(Map.of()).by(rendering);
        Errand errand = new Errand(new UUID(0, 1), new UUID(0, 2), "shop", url, order, url, 0, 1, pauses);
        ScrapeConfig config = Configured.with();
        return new Visit(
                        new Fetchers(
                                ask -> {
                                    conditions.add(ask.headers().containsKey("if-none-match"));
                                    return new PlainFetcher().fetch(ask);
                                },
                                renderer(),
                                sites(),
                                (_, _, _) -> earlier),
                        clock,
                        new KnownRules(files(), config.token(), clock),
                        new ForgetfulFields(),
                        clock,
                        clock,
                        config)
                .go(errand, Duration.ofHours(1), WorkingTime.UNLIMITED);
    }

    private Renderer renderer() {
        return new Renderer() {
            @Override
            public Optional<String> missing() {
                return missing;
            }

            @Override
            public Duration longest() {
                return Duration.ofSeconds(30);
            }

            @Override
            public Rendered render(Load load) {
                loads.add(load);
                return rendered;
            }
        };
    }

    private RenderedSites sites() {
        return new RenderedSites() {
            @Override
            public Optional<Boolean> needsBrowser(String project, String host) {
                return Optional.ofNullable(needing.get(host));
            }

            @Override
            public void note(String project, String host, boolean needs) {
                needing.put(host, needs);
            }
        };
    }

    private RobotsFiles files() {
        return new RobotsFiles() {
            @Override
            public Optional<Known> find(String origin) {
                return Optional.ofNullable(known.get(origin)).map(robots -> new Known(robots, Duration.ofHours(1)));
            }

            @Override
            public void keep(String origin, RobotsTxt robots, Duration longest) {
                known.put(origin, robots);
            }
        };
    }
}
