package dev.heir.integration.scrape.monitor;

import java.util.Optional;

/** Whether what might have changed has changed, in one look. */
final class Settling {

    private final int look;
    private boolean curious;

    Settling(int look) {
        this.look = look;
        this.curious = look < Memory.LEARNING;
    }

    /** What is done with a change that is told. */
    interface Telling {
        void change(Optional<String> before, Optional<String> after);
    }

    boolean learning() {
        return look <= Memory.LEARNING;
    }

    boolean isCurious() {
        return curious;
    }

    /** @param restlessPlace whether what comes there does not stay */
    Thing settle(Thing thing, boolean restlessPlace, Telling telling) {
        if (learning()) {
            boolean differs = thing.next().isPresent() && look > 1;
            Thing settled = thing.settled();
            return differs ? new Thing(settled.told(), Optional.empty(), 0, look, settled.last()) : settled;
        }
        boolean restless = restlessPlace || thing.isRestless(look);
        if (thing.next().isEmpty() || thing.times() < (restless ? Memory.LONG : Memory.ENOUGH)) {
            curious |= thing.next().isPresent() && !restless;
            return thing;
        }
        Thing settled = thing.settled();
        telling.change(thing.told(), settled.told());
        return settled;
    }
}
