package dev.heir.integration.scrape;

import java.util.List;
import java.util.Optional;

/** The hosts that are not read because their owners asked us. {@link RobotsFiles} tells it of each origin. */
public interface OptOuts {

    /**
     * From now on nothing of the host is taken up, and what waits is refused at once; who is busy with it hears of it
     * within a minute.
     *
     * @return whether it is new
     */
    boolean put(String host, boolean subdomains, Optional<String> reason, Optional<String> toldBy);

    Optional<OptOut> find(String host);

    /** @return whether there was one */
    boolean remove(String host);

    /**
     * By host.
     *
     * @param after the last one that was seen
     */
    List<OptOut> page(Optional<String> after, int size);
}
