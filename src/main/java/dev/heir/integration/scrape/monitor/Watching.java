package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.monitor.Change.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what one more look at a page tells.
 *
 * @param atLeast by how many percent a number must differ from the one last told, by field
 * @param amounts the numbers in what fields say
 */
record Watching(Noise noise, Map<String, BigDecimal> atLeast, Amounts amounts) {

    private static final int MOST_THINGS = 20_000;

    /**
     * What is remembered now, and what is to be told.
     *
     * @param curious whether the next look should come soon, to learn or to see whether a change stays
     */
    record Told(Memory memory, List<Change> changes, boolean curious) {}

    Watching {
        atLeast = Map.copyOf(atLeast);
    }

    Told look(Memory memory, Look look) {
        return switch (look) {
            case Look.CannotTell(Why why, String how) -> troubled(memory, why, how);
            case Look.Legible(Seen seen) -> read(memory, seen);
        };
    }

    /** One failed look may be chance; the second one in a row with the same cause is told, once. */
    private static Told troubled(Memory memory, Why why, String how) {
        Memory.Trouble before = memory.trouble().orElse(new Memory.Trouble(why, 0, false));
        boolean same = before.why() == why;
        int times = same ? before.times() + 1 : 1;
        boolean known = same && before.told();
        boolean tell = !known && times >= Memory.ENOUGH;
        Memory now = with(memory, Optional.of(new Memory.Trouble(why, times, known || tell)));
        return new Told(
                now,
                tell ? List.of(Change.of(Kind.CANNOT_TELL, why.name(), Optional.empty(), Optional.of(how))) : List.of(),
                times == 1);
    }

    private Told read(Memory memory, Seen seen) {
        int look = memory.looks() + 1;
        Settling settling = new Settling(look);
        List<Change> changes = new ArrayList<>();
        memory.trouble()
                .filter(Memory.Trouble::told)
                .ifPresent(over -> changes.add(
                        Change.of(Kind.READABLE_AGAIN, over.why().name(), Optional.empty(), Optional.empty())));

        Map<String, Thing> fields = new HashMap<>(memory.fields());
        seen.fields().keySet().forEach(name -> fields.putIfAbsent(name, first(look)));
        fields.replaceAll((name, thing) -> {
            Optional<String> text = Optional.ofNullable(seen.fields().get(name)).map(Noise::plain);
            boolean slight = thing.told().isPresent()
                    && text.isPresent()
                    && isSlight(name, thing.told().get(), text.get());
            return settling.settle(
                    thing.seen(slight ? thing.told() : text, look),
                    false,
                    (before, after) -> changes.add(Change.ofField(name, before, after, amounts)));
        });

        Map<String, Thing> rows = new HashMap<>(memory.rows());
        Map<String, String> rowsNow = quiet(seen.rows());
        rowsNow.keySet().forEach(key -> rows.putIfAbsent(key, first(look)));
        rows.replaceAll((key, thing) -> settling.settle(
                thing.seen(Optional.ofNullable(rowsNow.get(key)), look),
                false,
                (before, after) -> changes.add(Change.of(
                        before.isEmpty() ? Kind.ROW_ADDED : after.isEmpty() ? Kind.ROW_REMOVED : Kind.ROW_CHANGED,
                        key,
                        before,
                        after))));

        Map<String, Integer> places = new HashMap<>(memory.places());
        Map<String, Thing> blocks = blocks(memory, seen, look, settling, places, changes);
        Places.tidy(places, look);
        Memory now = new Memory(look, fields, tidied(blocks, look), tidied(rows, look), places, Optional.empty());
        return new Told(now, List.copyOf(changes), settling.isCurious());
    }

    private Map<String, Thing> blocks(
            Memory memory, Seen seen, int look, Settling settling, Map<String, Integer> places, List<Change> changes) {
        Set<String> now = new LinkedHashSet<>();
        seen.blocks().stream()
                .map(noise::without)
                .filter(quiet -> !quiet.isBlank())
                .forEach(now::add);
        Map<String, String> came = Places.of(now, memory.blocks(), look);
        Map<String, Thing> blocks = new HashMap<>(memory.blocks());
        now.forEach(key -> blocks.putIfAbsent(key, first(look)));
        List<String> gone = memory.blocks().entrySet().stream()
                .filter(known ->
                        known.getValue().told().isPresent() && !known.getValue().isRestless(look))
                .map(Map.Entry::getKey)
                .filter(key -> !now.contains(key))
                .toList();
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        blocks.replaceAll((key, thing) -> {
            Thing seenNow = thing.seen(now.contains(key) ? Optional.of(key) : Optional.empty(), look);
            if (settling.learning() && look > 1 && seenNow.next().isPresent()) {
                // What is not in every look while we learn is no part of the page until it stays.
                return new Thing(Optional.empty(), Optional.empty(), 0, look, seenNow.last());
            }
            // Where advertisements come and go, too, a text that takes the place of one like it is that one, edited.
            boolean restless = came.containsKey(key)
                    && Places.isRestless(places, came.get(key), look)
                    && gone.stream().noneMatch(one -> Edits.alike(one, key) >= Edits.ALIKE);
            return settling.settle(
                    seenNow, restless, (before, after) -> (after.isPresent() ? added : removed).add(key));
        });
        Places.note(places, memory.blocks(), came, look);
        changes.addAll(Edits.of(removed, added));
        return blocks;
    }

    private boolean isSlight(String field, String told, String now) {
        BigDecimal least = atLeast.get(field);
        return least != null
                && amounts.percent(field, told, now)
                        .filter(percent -> percent.abs().compareTo(least) < 0)
                        .isPresent();
    }

    private Map<String, String> quiet(Map<String, String> rows) {
        Map<String, String> quiet = new HashMap<>();
        rows.forEach((key, text) -> quiet.put(Noise.plain(key), noise.without(text)));
        return quiet;
    }

    private static Thing first(int look) {
        return Thing.told(Optional.empty(), look);
    }

    /** What is not there and was not for long is forgotten. */
    private static Map<String, Thing> tidied(Map<String, Thing> things, int look) {
        Map<String, Thing> kept = new HashMap<>(things);
        kept.values()
                .removeIf(thing -> thing.told().isEmpty()
                        && (thing.last() < look - Memory.RESTLESS
                                || (things.size() > MOST_THINGS && thing.last() < look)));
        return kept;
    }

    private static Memory with(Memory memory, Optional<Memory.Trouble> trouble) {
        return new Memory(memory.looks(), memory.fields(), memory.blocks(), memory.rows(), memory.places(), trouble);
    }
}
