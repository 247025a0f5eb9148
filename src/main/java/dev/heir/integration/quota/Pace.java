package dev.heir.integration.quota;

/** How fast a holding spends, and so how many units to lease ahead; only its leader touches it. */
final class Pace {

    /** A block grows at most this much at once: one burst must not lock up a whole window. */
    private static final long GROWTH = 4;

    private long since;
    private double perMicro;
    private long block;

    /** @param spent since this was told last */
    void spent(long spent, long now) {
        // Before the database's clock was read first, and when it was put back, nobody knows how long this took.
        double latest = since == 0 || since >= now ? 0 : (double) spent / (now - since);
        perMicro = Math.max(latest, perMicro / 2);
        since = now;
    }

    /** Units for a lease of this length at the present pace. */
    long block(long lease, long atLeast) {
        block = Math.min((long) (perMicro * lease), Math.max(1, Math.max(block, atLeast)) * GROWTH);
        return block;
    }

    /** When as little as this is left, more is asked for while calls still go on. */
    long lowWater() {
        return block / 2;
    }
}
