package dev.heir.integration.scrape;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The hosts' clocks as one who asks several pages after each other sees them: the turn of a host that wants no rest between
 * two requests is kept from one to the next, instead of being given back and taken again. Nobody else asks the host
 * meanwhile, and whoever wants rest has it from the moment the turn is given back.
 */
final class Stay implements HostClock, AutoCloseable {

    private final HostClock hosts;
    private final Clock clock;
    private final Duration spare;

    /** The turn that is ours, in use or not. */
    private Optional<Kept> ours = Optional.empty();

    /**
     * @param since a time before it was granted: from then on it was ours for as long as was asked for
     * @param idle whether its request has ended
     */
    private record Kept(String host, UUID turn, Pace pace, Instant since, boolean idle) {}

    /** @param spare by how much a turn is longer than one request: so much later it is long enough for another one still */
    Stay(HostClock hosts, Clock clock, Duration spare) {
        this.hosts = hosts;
        this.clock = clock;
        this.spare = spare;
    }

    @Override
    public Turn take(String host, Duration most, Duration least) {
        Instant asked = clock.instant();
        Optional<Kept> kept = ours.filter(Kept::idle);
        if (kept.isPresent()) {
            Kept turn = kept.get();
            if (turn.host().equals(host) && least.isZero()) {
                if (isLongEnough(turn, asked)) {
                    ours = Optional.of(new Kept(host, turn.turn(), turn.pace(), turn.since(), false));
                    return new Turn.Granted(turn.turn(), turn.pace());
                }
                if (hosts.renew(host, turn.turn(), most)) {
                    ours = Optional.of(new Kept(host, turn.turn(), turn.pace(), asked, false));
                    return new Turn.Granted(turn.turn(), turn.pace());
                }
            }
            giveBack();
        }
        Turn turn = hosts.take(host, most, least);
        if (turn instanceof Turn.Granted(UUID id, Pace pace)) {
            ours = Optional.of(new Kept(host, id, pace, asked, false));
        }
        return turn;
    }

    /** A clock that was set back tells nothing. */
    private boolean isLongEnough(Kept turn, Instant now) {
        Duration passed = Duration.between(turn.since(), now);
        return !passed.isNegative() && passed.compareTo(spare) <= 0;
    }

    @Override
    public boolean renew(String host, UUID turn, Duration most) {
        return hosts.renew(host, turn, most);
    }

    @Override
    public void done(String host, UUID turn, Pace pace, Duration delay) {
        Optional<Kept> now = ours.filter(one -> one.turn().equals(turn));
        if (delay.isZero() && now.isPresent()) {
            ours = Optional.of(new Kept(host, turn, pace, now.get().since(), true));
            return;
        }
        forget(turn);
        hosts.done(host, turn, pace, delay);
    }

    @Override
    public void slowDown(String host, UUID turn, Pace pace, Duration stated, Duration usual) {
        forget(turn);
        hosts.slowDown(host, turn, pace, stated, usual);
    }

    private void forget(UUID turn) {
        ours = ours.filter(one -> !one.turn().equals(turn));
    }

    private void giveBack() {
        Optional<Kept> kept = ours.filter(Kept::idle);
        ours = Optional.empty();
        kept.ifPresent(turn -> hosts.done(turn.host(), turn.turn(), turn.pace(), Duration.ZERO));
    }

    /** Gives back what is kept. */
    @Override
    public void close() {
        giveBack();
    }
}
