package dev.heir.integration.quota;

import java.util.OptionalLong;

/** Units taken between two tellings: they are told, and counted, together, and whoever corrects them names them. */
final class Lot {

    /** Of what was taken while nothing limited the scope: nobody counted it, so nothing of it comes back. */
    static final Lot UNCOUNTED = new Lot(new Term(0, 0, 0));

    private static final long NOT_YET = Long.MIN_VALUE;

    private final Taken.Units taken = new Taken.Units(this);
    private volatile Term term;
    private volatile long counted = NOT_YET;

    Lot(Term term) {
        this.term = term;
    }

    /**
     * When units may be spent.
     *
     * @param until by the database's clock
     * @param putBack how often that clock had been put back when it was asked: an end it showed before means nothing now
     * @param born when what the fleet shares of a budget began, which counts them
     */
    record Term(long until, int putBack, long born) {}

    Taken.Units taken() {
        return taken;
    }

    Term term() {
        return term;
    }

    void last(Term term) {
        this.term = term;
    }

    boolean isValid(FleetClock clock) {
        Term now = term;
        return clock.now().latestMicros() < now.until() && clock.timesPutBack() == now.putBack();
    }

    void countedAt(long at) {
        counted = at;
    }

    /** The instant at which it was counted; empty while it was not told, or nobody knows whether that arrived. */
    OptionalLong counted() {
        long at = counted;
        return at == NOT_YET ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
