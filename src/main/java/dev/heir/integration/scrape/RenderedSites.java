package dev.heir.integration.scrape;

import java.util.Optional;

/** Which hosts need a browser, as each project found out; forgotten after a while, since websites are built anew. */
public interface RenderedSites {

    /** Whether a browser showed more than the plain page did; empty when it is not known, or too long ago. */
    Optional<Boolean> needsBrowser(String project, String host);

    void note(String project, String host, boolean needsBrowser);
}
