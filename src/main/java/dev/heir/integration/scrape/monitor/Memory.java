package dev.heir.integration.scrape.monitor;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a page from earlier looks.
 *
 * @param looks how many could be read
 * @param blocks by the text that they are compared by, {@code fields} by name, {@code rows} by key
 * @param places behind a steady block, with the last look in which something new came there; with a mark before it when that
 *     was not the first time
 * @param trouble why the last looks said nothing
 */
@io.quarkus.runtime.annotations.RegisterForReflection
public record Memory(
        int looks,
        Map<String, Thing> fields,
        Map<String, Thing> blocks,
        Map<String, Thing> rows,
        Map<String, Integer> places,
        Optional<Trouble> trouble) {

    /** The first looks are only learnt from: what differs between them differs by itself. */
    static final int LEARNING = 8;

    /** A change is believed when the next look says the same. */
    static final int ENOUGH = 2;

    /** What has come and gone before is believed when it stays as long as chance would not let it. */
    static final int LONG = 15;

    /** For so many looks that is remembered. */
    static final int RESTLESS = 30;

    public static final Memory NONE = new Memory(0, Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

    public Memory {
        fields = Map.copyOf(fields);
        blocks = Map.copyOf(blocks);
        rows = Map.copyOf(rows);
        places = Map.copyOf(places);
    }

    /** @param told whether somebody knows already */
    record Trouble(Why why, int times, boolean told) {}
}
