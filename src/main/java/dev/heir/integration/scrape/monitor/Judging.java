package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run over a monitor's pages tells, page by page. */
public final class Judging {

    private final Monitor monitor;
    private final String missingPath;
    private final Map<String, Seen> missing;
    private final Amounts amounts;
    private final Watching watching;
    private final List<Told> told = new ArrayList<>();
    private boolean curious;

    /**
     * @param missingPath which no website has, where one was asked for
     * @param missing what websites answer to an address that cannot be, by host
     */
    public Judging(Monitor monitor, String missingPath, Map<String, Seen> missing) {
        this.monitor = monitor;
        this.missingPath = missingPath;
        this.missing = new HashMap<>(missing);
        this.amounts = monitor.amounts();
        this.watching = new Watching(new Noise(monitor.noise()), monitor.atLeast(), amounts);
    }

    /** A change and where it was seen. */
    public record Told(PageUrl page, String competitor, Change change) {}

    /**
     * One look.
     *
     * @param verdict {@code SAME}, {@code CHANGED} or why nothing can be said
     * @param fields what its fields said
     */
    public record Judged(Memory memory, String verdict, String how, List<Change> changes, Map<String, String> fields) {}

    /** Learns what a website answers to any address; true when it was asked for that only. */
    public boolean isMissing(PageUrl url, Page page) {
        if (!url.path().equals(missingPath)) {
            return false;
        }
        missing.remove(url.host());
        if (page instanceof Page.Fetched fetched) {
            fetched.content().ifPresent(content -> missing.put(url.host(), seen(content)));
        }
        return true;
    }

    public Judged judge(PageUrl url, Page page, Memory memory) {
        Look look = Looks.of(monitor.watch(), page, Optional.ofNullable(missing.get(url.host())));
        Watching.Told now = watching.look(memory, look);
        curious |= now.curious();
        now.changes().forEach(change -> told.add(new Told(url, monitor.competitor(url), change)));
        return switch (look) {
            case Look.CannotTell(Why why, String how) ->
                new Judged(now.memory(), why.name(), how, now.changes(), Map.of());
            case Look.Legible(Seen seen) ->
                new Judged(
                        now.memory(), now.changes().isEmpty() ? "SAME" : "CHANGED", "", now.changes(), seen.fields());
        };
    }

    public Map<String, Seen> missing() {
        return Map.copyOf(missing);
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    /** Until the next run. */
    public Duration pause() {
        return monitor.pause(curious);
    }

    /** A field as a point of its series. */
    public Point point(PageUrl url, String field, String text, java.time.Instant at) {
        return new Point(monitor.competitor(url), url.toString(), field, at, text, amounts.in(field, text));
    }

    private Seen seen(Content content) {
        return monitor.watch().seen(content);
    }
}
