package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.List;

/** One instance of the simulated fleet with one member's calls: spends what it holds, asks when it must. */
final class Player {

    /** How far it may be wrong about the database's clock, in microseconds. */
    static final long DOUBT = 3_000;

    final World world;
    final Member member;
    private final String lease;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Ask.Late> late = new ArrayList<>();
    private Told told = new Told();
    private long number;
    private long leased;
    private long has;
    private long until;

    /** How far the database's clock was off when it was last read. */
    private long off;

    Player(World world, Member member, String name) {
        this.world = world;
        this.member = member;
        this.lease = name + "/" + member.key();
    }

    /** What is told together, and when that was counted. */
    private static final class Told {
        private long counted;
    }

    private record Sent(World.Admitted what, Told told) {}

    /** Sends up to so many requests of this weight now. @return how many it could */
    int call(int most, long weight) {
        int calls = 0;
        while (calls < most && (spend(weight) || (ask(weight * (most - calls), weight) && spend(weight)))) {
            calls++;
        }
        return calls;
    }

    /** @return whether it may spend anything now */
    boolean ask(long wanted, long least) {
        return ask(wanted, least, isValid() ? has : 0);
    }

    boolean spend(long units) {
        if (has < units || !isValid()) {
            return false;
        }
        has -= units;
        var admitted = new World.Admitted(world.time, member.key(), units, off == 0 && world.databaseOff == 0);
        world.admissions.add(admitted);
        sent.add(new Sent(admitted, told));
        return true;
    }

    /** One of its requests, however long ago it was admitted, did not leave after all. */
    void refund(int which) {
        if (!sent.isEmpty()) {
            Sent back = sent.remove(which % sent.size());
            world.admissions.remove(back.what());
            if (back.told() == told) {
                has += back.what().units();
            } else {
                late.add(new Ask.Late(back.told().counted, -back.what().units()));
            }
        }
    }

    void giveBackAll() {
        ask(0, 0, 0);
    }

    private boolean ask(long wanted, long least, long keep) {
        var tells = new Ask.Told(++number, 0, false, false, leased, leased - has, keep, until, late);
        Granted granted = world.ask(new Ask(member, lease, tells, wanted, least, Ask.Seen.NOTHING), DOUBT);
        has = (granted.lapsed() ? 0 : keep) + granted.units();
        leased = has;
        late.clear();
        until = granted.until();
        off = world.databaseOff;
        told.counted = granted.counted();
        told = new Told();
        return granted.refusal().isEmpty();
    }

    private boolean isValid() {
        return world.time + off + DOUBT < until;
    }
}
