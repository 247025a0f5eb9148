package dev.heir.integration.scrape;

import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets a browser show a page that says little without its scripts. What the website answered is judged first, so neither a
 * wall nor a refusal ever comes as far as this; what the browser shows is judged again.
 */
record SecondLook(Fetchers fetchers, HostClock hosts, KnownRules files, Clock clock) {

    /** For what is done around it. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private static final Duration UNTIL_ONE_IS_FREE = Duration.ofSeconds(10);

    /** So often is a host waited for that answers the page and refuses what it asks for; then it is read without that. */
    private static final int MOST_WAITS = 3;

    /**
     * @param first what the plain answer means
     * @param turn of the page's host, in which the browser loads what the page needs
     */
    Verdict of(Errand errand, Reply reply, Verdict first, Judgement judgement, UUID turn, WorkingTime time) {
        if (!(reply instanceof Reply.Responded answer)) {
            return first;
        }
        Optional<String> provider = errand.way().provider();
        if (provider.isPresent()) {
            return given(first, provider.get());
        }
        return switch (first) {
            case Verdict.Hollow(Verdict.End plain, Page.Fetched page) ->
                switch (errand.way().rendering()) {
                    case PLAIN -> plain;
                    case BROWSER -> shown(errand, answer, plain, page, judgement, turn, time, true);
                    case AUTO ->
                        known(errand).orElse(true)
                                ? shown(errand, answer, plain, page, judgement, turn, time, true)
                                : noted(plain, page, "says little without its scripts, and its site no more with them");
                };
            case Verdict.End plain
            when plain.page() instanceof Page.Fetched page && mayBeShown(page, answer) && isWanted(errand) ->
                shown(errand, answer, plain, page, judgement, turn, time, false);
            default -> first;
        };
    }

    /** By another's browser, or by none: what it shows is what there is. */
    private static Verdict given(Verdict first, String provider) {
        Verdict read = first instanceof Verdict.Hollow(Verdict.End plain, Page.Fetched _) ? plain : first;
        return read instanceof Verdict.End end && end.page() instanceof Page.Fetched page
                ? end.with(page.with(Provenance.by(provider, Optional.empty())))
                : read;
    }

    private boolean isWanted(Errand errand) {
        return switch (errand.way().rendering()) {
            case PLAIN -> false;
            case BROWSER -> true;
            case AUTO -> known(errand).orElse(false);
        };
    }

    /** What is not to be kept need not be shown either. */
    private static boolean mayBeShown(Page.Fetched page, Reply.Responded answer) {
        return page.content().isPresent()
                && page.status() != 304
                && ContentType.of(answer).isHtml();
    }

    private Optional<Boolean> known(Errand errand) {
        return fetchers.sites().needsBrowser(errand.project(), errand.at().host());
    }

    private Verdict shown(
            Errand errand,
            Reply.Responded answer,
            Verdict.End plain,
            Page.Fetched page,
            Judgement judgement,
            UUID turn,
            WorkingTime time,
            boolean hollow) {
        Renderer renderer = fetchers.renderer();
        Optional<String> missing = renderer.missing();
        if (missing.isPresent()) {
            return errand.way().rendering() == Rendering.BROWSER
                    ? new Verdict.Again(missing.get())
                    : noted(plain.withoutMissed(), page, "read without its scripts: " + missing.get());
        }
        if (!time.fits(clock.instant(), renderer.longest())
                || !hosts.renew(errand.at().host(), turn, renderer.longest().plus(SPARE))) {
            return new Verdict.NotNow(UNTIL_ONE_IS_FREE);
        }
        var load = new Renderer.Load(errand.at(), answer, judgement.config().agent(), rules());
        return switch (renderer.render(load)) {
            case Renderer.Rendered.Busy() -> new Verdict.NotNow(UNTIL_ONE_IS_FREE);
            case Renderer.Rendered.Failed(String reason) -> new Verdict.Again("in the browser: " + reason);
            case Renderer.Rendered.Moved(PageUrl to) -> Judgement.moved(errand, to);
            case Renderer.Rendered.Shown shown -> {
                Duration asked =
                        shown.turnedAway().flatMap(Judgement::asksToWait).orElse(Duration.ZERO);
                if (shown.turnedAway().isPresent() && errand.pauses() < MOST_WAITS) {
                    int status = shown.turnedAway().get().status();
                    yield new Verdict.LeaveAlone(
                            asked, status, "the host answered " + status + " to what the page asks for");
                }
                Verdict read = read(errand, answer, page, shown, judgement, hollow);
                yield shown.turnedAway().isPresent() && read instanceof Verdict.End end
                        ? end.withoutMissed()
                                .leaving(longer(asked, judgement.config().slowDown()))
                        : read;
            }
        };
    }

    private Verdict read(
            Errand errand,
            Reply.Responded answer,
            Page.Fetched plain,
            Renderer.Rendered.Shown shown,
            Judgement judgement,
            boolean hollow) {
        Verdict read =
                switch (judgement.judge(errand, rendered(answer, shown.html()))) {
                    case Verdict.Hollow(Verdict.End end, Page.Fetched _) -> end;
                    case Verdict other -> other;
                };
        return read instanceof Verdict.End end && end.page() instanceof Page.Fetched rich
                ? told(errand, end, plain, rich, shown.withheld(), hollow)
                : read;
    }

    private Verdict told(
            Errand errand,
            Verdict.End end,
            Page.Fetched plain,
            Page.Fetched rich,
            List<String> withheld,
            boolean hollow) {
        if (hollow) {
            boolean more = EmptyWithoutScripts.isMore(plain, rich);
            if (!known(errand).equals(Optional.of(more))) {
                fetchers.sites().note(errand.project(), errand.at().host(), more);
            }
        }
        Optional<String> note = withheld.isEmpty()
                ? Optional.empty()
                : Optional.of("did not get " + withheld.size() + " of what it asked for: " + withheld.getFirst());
        return end.with(rich.with(Provenance.by(Rendering.BROWSER.word(), note)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Verdict noted(Verdict.End plain, Page.Fetched page, String note) {
        return plain.with(page.with(Provenance.noted(note)));
    }

    /** Status and headers are the website's still: a wish in a header holds for what the browser shows. */
    private static Reply.Responded rendered(Reply.Responded answer, String html) {
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        headers.put("content-type", List.of("text/html; charset=utf-8"));
        return new Reply.Responded(
                answer.status(), headers, Body.of(html.getBytes(StandardCharsets.UTF_8)), answer.at());
    }

    /**
     * For each thing the page asks for: what is known of its host's robots.txt. A host that nobody asked for its own yet is
     * not asked for the sake of somebody else's page, as browsers do not either.
     */
    private Renderer.Rules rules() {
        Map<String, Optional<KnownRules.Known>> origins = new HashMap<>();
        return url -> origins.computeIfAbsent(url.origin(), files::find).flatMap(known -> switch (known.robots()) {
            case RobotsTxt.OptedOut(String reason) -> Optional.of(reason);
            case RobotsTxt.Unreachable(String reason) -> Optional.of("its robots.txt cannot be had: " + reason);
            case RobotsTxt.Found _, RobotsTxt.Absent _ -> known.rules().refusal(url.target());
        });
    }
}
