package dev.heir.integration.quota;

/** One instance of the simulated fleet with one member's calls: spends what it holds, asks when it must. */
final class Player {

    /** How far it may be wrong about the database's clock, in microseconds. */
    static final long DOUBT = 3_000;

    final World world;
    final Member member;
    private final String lease;
    private long has;
    private long spent;
    private long late;
    private long until;

    /** How far the database's clock was off when it was last read. */
    private long off;

    Player(World world, Member member, String name) {
        this.world = world;
        this.member = member;
        this.lease = name + "/" + member.key();
    }

    /** Sends up to so many requests of this weight now. @return how many it could */
    int call(int most, long weight) {
        int sent = 0;
        while (sent < most && (spend(weight) || (ask(weight * (most - sent), weight) && spend(weight)))) {
            sent++;
        }
        return sent;
    }

    /** @return whether it may spend anything now */
    boolean ask(long wanted, long least) {
        boolean kept = isValid();
        Granted granted =
                world.ask(new Ask(member, lease, spent, late, kept ? has : 0, wanted, least, Ask.Seen.NOTHING), DOUBT);
        has = (kept && !granted.lapsed() ? has : 0) + granted.units();
        spent = 0;
        late = 0;
        until = granted.until();
        off = world.databaseOff;
        return granted.refusal().isEmpty();
    }

    boolean spend(long units) {
        if (has < units || !isValid()) {
            return false;
        }
        has -= units;
        spent += units;
        world.admissions.add(new World.Admitted(world.time, member.key(), units));
        return true;
    }

    /** The last request did not leave after all. */
    void refund(long units) {
        late -= units;
        World.Admitted last = world.admissions.removeLast();
        if (last.units() != units) {
            throw new IllegalArgumentException("the last admission was of " + last.units() + " units");
        }
    }

    void giveBackAll() {
        has = 0;
        ask(0, 0);
    }

    private boolean isValid() {
        return world.time + off + DOUBT < until;
    }
}
