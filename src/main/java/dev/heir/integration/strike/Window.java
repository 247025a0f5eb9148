package dev.heir.integration.strike;

/**
 * What was counted at one target over the last minute.
 *
 * @param calls attempts in all, retries included
 * @param failures attempts with a symptom that speaks against the target
 * @param slow attempts slower than the breaker's slow-call bound
 * @param retries attempts that were not the first of their call
 */
public record Window(long calls, long failures, long slow, long retries) {

    public static final Window EMPTY = new Window(0, 0, 0, 0);

    public Window plus(Window other) {
        return new Window(calls + other.calls, failures + other.failures, slow + other.slow, retries + other.retries);
    }
}
