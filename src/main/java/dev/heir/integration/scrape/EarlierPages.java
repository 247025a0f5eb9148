package dev.heir.integration.scrape;

import java.util.Optional;

/** Pages that a project has read, with what their websites named those versions by. */
public interface EarlierPages {

    /**
     * The page as it was read last, if it has validators and the same was wanted of it. A page is read in full every thirty
     * days at least: neither our reading nor a website's word for it stays right for ever.
     */
    Optional<Page.Fetched> find(String project, PageUrl url, Order order);
}
