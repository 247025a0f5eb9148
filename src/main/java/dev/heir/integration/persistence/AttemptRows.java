package dev.heir.integration.persistence;

import dev.heir.integration.access.SharedAttempts;
import dev.heir.integration.call.Ledger.LedgerUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Wrong keys by source, counted in one statement each. */
@Singleton
final class AttemptRows implements SharedAttempts {

    /** While PostgreSQL is away nobody counts, and nobody may guess the faster for it. */
    private static final Duration UNCOUNTED = Duration.ofSeconds(1);

    private final Database database;

    AttemptRows(Database database) {
        this.database = database;
    }

    /** A source begins anew a minute after the first, or once it was quiet for as long as the longest pause. */
    @Override
    public Optional<Duration> failed(String source) {
        try {
            return database.first(
                            row -> row.getLong(1),
                            """
                            with forgotten as (
                                delete from failed_attempt where source in (
                                    select source from failed_attempt
                                    where last < clock_timestamp() - interval '1 hour' and source <> ?
                                    limit 100 for update skip locked)
                            )
                            insert into failed_attempt as known (source, failures, first, last)
                            values (?, 1, clock_timestamp(), clock_timestamp())
                            on conflict (source) do update set
                                failures = case when known.last < clock_timestamp() - ? * interval '1 millisecond'
                                        or known.failures < ? and known.first < clock_timestamp() - interval '1 minute'
                                    then 1 else least(known.failures + 1, 100) end,
                                first = case when known.last < clock_timestamp() - ? * interval '1 millisecond'
                                        or known.failures < ? and known.first < clock_timestamp() - interval '1 minute'
                                    then clock_timestamp() else known.first end,
                                last = clock_timestamp()
                            returning case when failures < ? then 0
                                else least(?, 1000 * 2 ^ least(failures - ?, 20))::bigint end
                            """,
                            source,
                            source,
                            LONGEST.toMillis(),
                            FREE,
                            LONGEST.toMillis(),
                            FREE,
                            FREE,
                            LONGEST.toMillis(),
                            FREE)
                    .filter(millis -> millis > 0)
                    .map(Duration::ofMillis);
        } catch (LedgerUnavailable away) {
            return Optional.of(UNCOUNTED);
        }
    }
}
