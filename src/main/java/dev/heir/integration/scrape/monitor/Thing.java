package dev.heir.integration.scrape.monitor;

import java.util.Optional;

/**
 * One thing that is watched: a field, a block, a row. It is told to have changed only when the change stays.
 *
 * @param told what it is to those who were told; empty when it is not there
 * @param next what it might have become
 * @param times for how many looks in a row that was so
 * @param flickered in which look it last went back before anybody was told; -1 for never
 * @param last in which look it was last there
 */
@io.quarkus.runtime.annotations.RegisterForReflection
record Thing(Optional<String> told, Optional<Next> next, int times, int flickered, int last) {

    /** @param text empty when it is gone */
    record Next(Optional<String> text) {}

    static Thing told(Optional<String> text, int look) {
        return new Thing(text, Optional.empty(), 0, -1, look);
    }

    /** @param text empty when it is not there */
    Thing seen(Optional<String> text, int look) {
        int there = text.isPresent() ? look : last;
        if (text.equals(told)) {
            return new Thing(told, Optional.empty(), 0, next.isPresent() ? look : flickered, there);
        }
        boolean same = next.filter(before -> before.text().equals(text)).isPresent();
        int moved = next.isPresent() && !same ? look : flickered;
        return new Thing(told, Optional.of(new Next(text)), same ? times + 1 : 1, moved, there);
    }

    Thing settled() {
        return new Thing(next.map(Next::text).orElse(told), Optional.empty(), 0, flickered, last);
    }

    boolean isRestless(int look) {
        return flickered >= 0 && look - flickered <= Memory.RESTLESS;
    }
}
