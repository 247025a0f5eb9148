package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The work queue in the database: its rows of pages are the messages. They are taken with SKIP LOCKED, hidden by their lease,
 * counted by {@code tries} and {@code lost}, and laid aside as dead with their case. So whatever is written of a page has
 * told everybody already.
 */
record RowQueue(PageQueue pages) implements WorkQueue {

    @Override
    public void announce(Collection<String> hosts) {}

    @Override
    public boolean announceAll() {
        return false;
    }

    @Override
    public List<Work> take(int most, Duration lease) {
        return pages.take(most, lease).stream().<Work>map(Work.Taken::new).toList();
    }

    @Override
    public void done(Work work) {}

    @Override
    public void again(Work work, Duration pause) {}
}
