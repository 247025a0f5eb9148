package dev.heir.integration.scrape;

/** Port to what has been kept for long enough. */
public interface Retention {

    /**
     * Deletes a bounded part of what is older than it is kept, and nothing that somebody still needs: what is being read, what a
     * monitor judges, the last readings that assignments are checked by. Any number of instances may do it at once.
     *
     * @return whether there may be more
     */
    boolean forget(ScrapeConfig.Keep keep);
}
