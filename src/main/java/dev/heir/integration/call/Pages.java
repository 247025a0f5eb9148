package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Pagination;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Protocol;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A list that its provider gives in pages, as one: each page is a call of its own, and all have one deadline. */
@Singleton
public final class Pages {

    private static final Set<Source> ANSWERS =
            Set.of(Source.LIVE, Source.ALTERNATIVE_ENDPOINT, Source.FALLBACK_PROVIDER, Source.CACHED, Source.STALE);

    private final Calls calls;
    private final CallConfig config;
    private final Clock clock;

    Pages(Calls calls, CallConfig config, Clock clock) {
        this.calls = calls;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How many pages are wanted.
     *
     * @param most of them
     * @param from where an earlier answer said to go on; empty for the first page
     */
    public record Wish(long most, Optional<String> from) {}

    /** What comes of it. */
    public sealed interface Result {

        /** The first page was not answered, or not with a page: as any other call. */
        record None(Outcome outcome) implements Result {}

        /**
         * @param items as JSON texts, in their order
         * @param complete whether the list ended
         * @param next where to go on, if it did not and can
         * @param why it did not
         * @param calls one for each page, and for what ended it
         * @param cost of all of them, where that is one currency
         */
        record Some(
                List<String> items,
                int pages,
                boolean complete,
                Optional<String> next,
                Optional<String> why,
                List<DprId> calls,
                Set<Source> sources,
                Optional<Money> cost,
                Duration took)
                implements Result {}
    }

    /** @throws InvalidInput with every flaw of the request; nothing was sent */
    public Result answer(Project project, CallRequest asked, Wish wish) {
        CallRequest request = asked.withoutDeferral();
        PlannedCall first = calls.plan(project, request);
        Pagination how = check(first, wish);
        var walk = new PageWalk(how, wish.from().orElse(first.pathAndQuery()), (int) wish.most());
        var reader = new PageReader(how, first.provider());
        var gathered = new Gathered(clock.instant());
        PlannedCall page = at(first, walk.at());
        while (true) {
            Outcome outcome = calls.carryOut(new Journey(page), Optional.empty());
            gathered.heard(outcome);
            Optional<String> obstacle = obstacle(outcome);
            if (obstacle.isPresent() && gathered.isEmpty()) {
                return new Result.None(outcome);
            }
            PageWalk.Step step = obstacle.<PageWalk.Step>map(
                            why -> new PageWalk.Step.Stopped(why, Optional.of(walk.at())))
                    .orElseGet(() -> turn(outcome, reader, walk, gathered));
            Instant now = clock.instant();
            switch (inTime(step, gathered, Duration.between(now, first.deadline()))) {
                case PageWalk.Step.Next(String next) ->
                    page = at(calls.plan(project, request.within(Duration.between(now, first.deadline()))), next);
                case PageWalk.Step.Done() -> {
                    return gathered.ended(now, Optional.empty(), Optional.empty());
                }
                case PageWalk.Step.Repeated() -> {
                    return gathered.ended(
                            now, Optional.of("the provider gave a page for the second time"), Optional.empty());
                }
                case PageWalk.Step.Stopped(String why, Optional<String> next) -> {
                    return gathered.ended(now, Optional.of(why), next);
                }
            }
        }
    }

    private static PageWalk.Step turn(Outcome outcome, PageReader reader, PageWalk walk, Gathered gathered) {
        return switch (reader.read(((Outcome.Answered) outcome).answer(), walk.at())) {
            case PageReader.Read.Unreadable(String why) -> new PageWalk.Step.Stopped(why, Optional.of(walk.at()));
            case PageReader.Read.Page(List<String> items, PageWalk.Seen seen) -> {
                PageWalk.Step step = walk.after(seen);
                if (!(step instanceof PageWalk.Step.Repeated)) {
                    gathered.add(items);
                }
                yield step;
            }
        };
    }

    /** A next page that would end too late, or be too much, is left to whoever goes on. */
    private PageWalk.Step inTime(PageWalk.Step step, Gathered gathered, Duration left) {
        if (!(step instanceof PageWalk.Step.Next(String next))) {
            return step;
        }
        if (left.compareTo(config.leastAttempt()) < 0) {
            return new PageWalk.Step.Stopped("the deadline left no time for another page", Optional.of(next));
        }
        return gathered.size() > config.largestPaged()
                ? new PageWalk.Step.Stopped(
                        "the pages have more than " + config.largestPaged() + " bytes together", Optional.of(next))
                : step;
    }

    /**
     * A page behind the first is asked for by its address: a fallback, or whoever replays it, would else have the first one
     * in its place. What other protocols ask for stands in their content, so theirs keep their names.
     */
    private static PlannedCall at(PlannedCall call, String pathAndQuery) {
        return pathAndQuery.equals(call.pathAndQuery()) || !(call.operation().protocol() instanceof Protocol.Rest)
                ? call.as(call.provider(), call.operation(), pathAndQuery, call.headers(), call.body(), false)
                : call.page(pathAndQuery);
    }

    /** Why there is no page in it. */
    private static Optional<String> obstacle(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unanswered unanswered -> Optional.of(unanswered.symptom() + ": " + unanswered.detail());
            case Outcome.Answered(Answer answer)
            when !ANSWERS.contains(answer.source()) ->
                Optional.of("a page was " + answer.source() + ": " + answer.detail());
            case Outcome.Answered(Answer answer)
            when answer.status() < 200 || answer.status() > 299 ->
                Optional.of("a page was answered " + answer.status());
            case Outcome.Answered _ -> Optional.empty();
        };
    }

    private Pagination check(PlannedCall first, Wish wish) {
        List<Flaw> flaws = new ArrayList<>();
        if (wish.most() < 1 || wish.most() > config.mostPages()) {
            flaws.add(new Flaw(
                    "pages.most",
                    Long.toString(wish.most()),
                    "must be a whole number from 1 to " + config.mostPages()));
        }
        wish.from().ifPresent(from -> Planner.checkPath("pages.from", from, first.provider(), flaws));
        String name = first.operation().name();
        if (first.operation().pagination().isEmpty()) {
            flaws.add(new Flaw("pages", name, "is an operation whose document declares no 'pagination'"));
        } else if (!first.operation().safe()) {
            flaws.add(new Flaw("pages", name, "is an operation with an effect: it is asked once"));
        }
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return first.operation().pagination().orElseThrow();
    }
}
