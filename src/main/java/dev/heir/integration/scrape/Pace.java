package dev.heir.integration.scrape;

import dev.heir.integration.strike.Reply;
import java.time.Duration;

/**
 * How fast a host can take us, learnt from how it answers; never faster than its robots.txt, the scrape and the
 * configuration ask for.
 *
 * @param delay between two requests; zero while nothing has been learnt that is slower than what is asked for
 * @param latency of its answers, the last ones weighing most
 * @param good answers in a row since the delay last changed
 */
public record Pace(Duration delay, Duration latency, int good) {

    /** Of a host that is not known yet. */
    public static final Pace UNKNOWN = new Pace(Duration.ZERO, Duration.ZERO, 0);

    /** Slower than this nobody is served better. */
    static final Duration SLOWEST = Duration.ofSeconds(60);

    /** One good answer may be luck, and who was in trouble is not to be pushed. */
    private static final int GOOD_IN_A_ROW = 5;

    /** What an answer tells of how the host is doing. */
    sealed interface Sign {

        record Good(Duration took) implements Sign {}

        /** It asked to be left alone, failed, or did not answer in time. */
        record Trouble() implements Sign {}

        /** Nothing: an error is quickly said, and what never left the building is not the host's. */
        record Nothing() implements Sign {}

        static Sign of(Reply reply, Duration took) {
            return switch (reply) {
                case Reply.Responded answer
                when answer.status() == 429 || answer.status() == 408 || answer.status() >= 500 -> new Trouble();
                case Reply.Responded answer when answer.status() < 300 -> new Good(took);
                case Reply.TooLarge _ -> new Good(took);
                case Reply.Lost _ -> new Trouble();
                case Reply.NotSent(String _, boolean timedOut) when timedOut -> new Trouble();
                case Reply.Responded _, Reply.NotSent _, Reply.Withheld _, Reply.NoRoom _, Reply.Abandoned _ ->
                    new Nothing();
            };
        }
    }

    /**
     * Trouble doubles the delay at once; five good answers in a row take a fifth of it back. A host that needs a second
     * for an answer gets a second between two: no more than half of its time is ours.
     *
     * @param least what is asked for, to double from
     */
    Pace next(Sign sign, Duration least) {
        return switch (sign) {
            case Sign.Nothing() -> this;
            case Sign.Trouble() -> {
                Duration now = longer(delay, least);
                yield new Pace(bounded(now.isZero() ? Duration.ofMillis(100) : now.multipliedBy(2)), latency, 0);
            }
            case Sign.Good(Duration took) -> {
                Duration usual = latency.isZero()
                        ? took
                        : latency.multipliedBy(3).plus(took).dividedBy(4);
                boolean enough = good + 1 >= GOOD_IN_A_ROW;
                Duration eased = enough ? delay.multipliedBy(4).dividedBy(5) : delay;
                yield new Pace(eased.compareTo(least) <= 0 ? Duration.ZERO : eased, usual, enough ? 0 : good + 1);
            }
        };
    }

    /** Between two requests, where {@code least} is asked for. */
    Duration delay(Duration least) {
        return longer(least, bounded(longer(delay, latency)));
    }

    private static Duration bounded(Duration delay) {
        return delay.compareTo(SLOWEST) > 0 ? SLOWEST : delay;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
