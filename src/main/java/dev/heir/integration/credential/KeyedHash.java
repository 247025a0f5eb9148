package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.util.List;
import java.util.Optional;

/** Tells equal things from others without telling what they are, to nobody who has not the fleet's key. */
public interface KeyedHash {

    /**
     * The same for the same body and parts on every instance; two others share it by chance once in 2^64.
     *
     * @return empty where there is no key
     */
    Optional<Long> of(Body body, List<String> parts);
}
