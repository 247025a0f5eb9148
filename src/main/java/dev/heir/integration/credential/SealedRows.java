package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything sealed that the database holds, wherever it lies. */
public interface SealedRows {

    /**
     * Those that are not under this key.
     *
     * @param after the last one of the page before; empty for the first
     * @return none when there are no more
     */
    List<Row> notUnder(UUID key, Optional<Row> after, int most);

    /** @return false when it is another one by now, or gone: it was left as it is */
    boolean replace(Row row, Body resealed);

    /** How many are sealed with each key; empty for the master itself, as the first version did it. */
    Map<Optional<UUID>, Long> counts();

    /**
     * A sealed text.
     *
     * @param place which column it is in
     * @param purpose what it was sealed for
     */
    record Row(String place, String id, String purpose, Body sealed) {}
}
