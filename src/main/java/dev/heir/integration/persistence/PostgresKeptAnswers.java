package dev.heir.integration.persistence;

import dev.heir.integration.cache.CacheConfig;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Storing;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kept answers in PostgreSQL, with the ones used last in memory. Trouble with them is logged and otherwise the same as
 * not having the answer.
 */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresKeptAnswers implements KeptAnswers {

    private static final int BETWEEN_CLEANINGS = 100;

    /** RFC 9111 section 1.2.2 lets a cache take very long times for shorter ones. */
    private static final Duration LONGEST_FRESH = Duration.ofDays(365);

    /** A claim whose holder died keeps others waiting no longer than this. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(30);

    private final AgroalDataSource database;
    private final CacheConfig config;
    private final Clock clock;
    private final RecentAnswers recent;
    private final AtomicLong kept = new AtomicLong();
    private volatile Providing providing = new Providing(Set.of(), Instant.EPOCH);

    private static final String CLAIM = """
            INSERT INTO cache_claim AS c (key, target, holder, until)
            SELECT ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond'
            WHERE NOT EXISTS (
                SELECT FROM cached_answer
                WHERE key IN (?, ?) AND NOT in_need_only AND fresh_until > clock_timestamp())
            ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE c.until <= clock_timestamp();
            """;

    private static final String IS_CLAIMED = "SELECT 1 FROM cache_claim WHERE key = ? AND until > clock_timestamp();";

    private static final String READ = """
            SELECT key, status, headers, body, heard_at, initial_age_millis, fresh_millis, selection, in_need_only,
                   fresh_until > clock_timestamp() AND NOT in_need_only AS is_fresh
            FROM cached_answer WHERE key IN (?, ?) ORDER BY in_need_only, heard_at DESC LIMIT 20""";

    /** The providers of which something is kept that is given unasked. */
    private record Providing(Set<String> providers, Instant readAt) {}

    @Inject
    PostgresKeptAnswers(AgroalDataSource database, CacheConfig config, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.recent = new RecentAnswers(config.memory().asLongValue(), config.believed());
        Gauge.builder("integration.cache.memory", recent, RecentAnswers::size)
                .baseUnit("bytes")
                .description("kept answers in the memory of this instance")
                .register(meters);
        FunctionCounter.builder("integration.cache.evictions", recent, RecentAnswers::evicted)
                .description("kept answers that had to leave the memory of this instance")
                .register(meters);
    }

    @Override
    public List<KeptAnswer> remembered(Place place) {
        Instant now = clock.instant();
        return Stream.of(place.alike(), place.everybody())
                .flatMap(key -> recent.find(key, now).stream())
                .toList();
    }

    /**
     * One round trip, and two statements in it: the claim, which one of all who try gets, and then what there is. A single
     * one would see what there was before another instance gave its claim back, and fetch once more what that had brought.
     */
    @Override
    public Found look(Place place, Duration lease) {
        boolean claiming = lease.isPositive();
        UUID holder = UUID.randomUUID();
        List<@Nullable Object> values = new ArrayList<>();
        if (claiming) {
            long millis = (lease.compareTo(LONGEST_CLAIM) < 0 ? lease : LONGEST_CLAIM).toMillis();
            values.addAll(List.of(place.turn(), place.target(), holder, millis, place.alike(), place.everybody()));
        }
        values.addAll(List.of(place.alike(), place.everybody()));
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        Database.prepared(connection, (claiming ? CLAIM : "") + READ, values.toArray())) {
            boolean isResult = statement.execute();
            boolean claimed = !isResult && statement.getUpdateCount() > 0;
            if (!isResult) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return found(place, rows, claiming, claimed ? Optional.of(holder) : Optional.empty());
            }
        } catch (SQLException e) {
            Log.warnf(e, "kept answers could not be looked for");
            return Found.NOTHING;
        }
    }

    /** Without a write: first whether it is under way, and then what there is, so that what it brought is seen. */
    @Override
    public Found watch(Place place) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = Database.prepared(
                        connection, IS_CLAIMED + READ, place.turn(), place.alike(), place.everybody())) {
            statement.execute();
            boolean underWay;
            try (ResultSet claim = statement.getResultSet()) {
                underWay = claim.next();
            }
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                return found(place, rows, underWay, Optional.empty());
            }
        } catch (SQLException e) {
            Log.warnf(e, "kept answers could not be looked for");
            return Found.NOTHING;
        }
    }

    private Found found(Place place, ResultSet row, boolean claiming, Optional<UUID> claim) throws SQLException {
        List<KeptAnswer> alike = new ArrayList<>();
        List<KeptAnswer> everybodys = new ArrayList<>();
        boolean fresh = false;
        while (row.next()) {
            fresh |= row.getBoolean("is_fresh");
            (row.getString("key").equals(place.alike()) ? alike : everybodys).add(answer(row));
        }
        Instant now = clock.instant();
        recent.replace(place.alike(), place.target(), alike, now);
        recent.replace(place.everybody(), place.target(), everybodys, now);
        return new Found(
                Stream.concat(alike.stream(), everybodys.stream()).toList(),
                claim,
                claiming && claim.isEmpty() && !fresh);
    }

    private static KeptAnswer answer(ResultSet row) throws SQLException {
        return new KeptAnswer(
                row.getInt("status"),
                HeadersDocument.read(row.getString("headers")),
                Body.of(row.getBytes("body")),
                Columns.instant(row, "heard_at"),
                Duration.ofMillis(row.getLong("initial_age_millis")),
                Duration.ofMillis(row.getLong("fresh_millis")),
                SelectionDocument.read(row.getString("selection")),
                row.getBoolean("in_need_only"));
    }

    @Override
    public void keep(Place place, Storing.Kept keeping, Optional<UUID> claim) {
        KeptAnswer answer = keeping.answer();
        if (answer.body().size() > config.largestKeptBody().asLongValue()) {
            claim.ifPresent(held -> release(place, held));
            return;
        }
        String key = place.of(keeping.audience());
        try (Connection connection = database.getConnection()) {
            if (write(connection, key, place, answer, claim)) {
                recent.add(key, place.target(), answer, clock.instant());
                if (!answer.inNeedOnly()) {
                    provides(place.provider());
                }
            }
            if (kept.getAndIncrement() % BETWEEN_CLEANINGS == 0) {
                clean(connection);
            }
        } catch (SQLException e) {
            Log.warnf(e, "an answer could not be kept");
        }
    }

    private synchronized void provides(String provider) {
        if (!providing.providers().contains(provider)) {
            Set<String> more = new HashSet<>(providing.providers());
            more.add(provider);
            providing = new Providing(Set.copyOf(more), providing.readAt());
        }
    }

    /** A slow instance never replaces a newer answer, and one whose claim is gone keeps nothing. */
    private static boolean write(
            Connection connection, String key, Place place, KeptAnswer answer, Optional<UUID> claim)
            throws SQLException {
        Duration fresh = atMost(LONGEST_FRESH, answer.fresh());
        Duration age = atMost(LONGEST_FRESH, answer.initialAge());
        String selection = SelectionDocument.write(answer.selection());
        return Database.update(
                        connection,
                        """
                        WITH held AS (DELETE FROM cache_claim WHERE key = ? AND holder = ? RETURNING 1)
                        INSERT INTO cached_answer AS k (key, variant, provider, target, status, headers, body, heard_at,
                            initial_age_millis, fresh_millis, fresh_until, selection, in_need_only)
                        SELECT ?, md5(? || ?), ?, ?, ?, CAST(? AS jsonb), ?, ?, ?, ?, ?, CAST(? AS jsonb), ?
                        WHERE ? OR EXISTS (SELECT FROM held)
                        ON CONFLICT (key, variant) DO UPDATE SET
                            status = excluded.status, headers = excluded.headers, body = excluded.body,
                            heard_at = excluded.heard_at, initial_age_millis = excluded.initial_age_millis,
                            fresh_millis = excluded.fresh_millis, fresh_until = excluded.fresh_until,
                            target = excluded.target
                        WHERE k.heard_at <= excluded.heard_at""",
                        place.turn(),
                        claim.orElse(new UUID(0, 0)),
                        key,
                        selection,
                        Boolean.toString(answer.inNeedOnly()),
                        place.provider(),
                        place.target(),
                        answer.status(),
                        HeadersDocument.write(answer.headers()),
                        answer.body().bytes(),
                        answer.heardAt().atOffset(ZoneOffset.UTC),
                        age.toMillis(),
                        fresh.toMillis(),
                        answer.heardAt().plus(fresh).minus(age).atOffset(ZoneOffset.UTC),
                        selection,
                        answer.inNeedOnly(),
                        claim.isEmpty())
                > 0;
    }

    @Override
    public void release(Place place, UUID claim) {
        try (Connection connection = database.getConnection()) {
            Database.update(connection, "DELETE FROM cache_claim WHERE key = ? AND holder = ?", place.turn(), claim);
        } catch (SQLException e) {
            Log.warnf(e, "a claim to fetch an answer could not be given back; it ends by itself");
        }
    }

    /** Who has the claim keeps it unless another takes it. */
    @Override
    public void stopWaiting(Place place, UUID claim) {
        try (Connection connection = database.getConnection()) {
            Database.update(
                    connection,
                    "UPDATE cache_claim SET until = clock_timestamp() WHERE key = ? AND holder = ?",
                    place.turn(),
                    claim);
        } catch (SQLException e) {
            Log.warnf(e, "others wait for a claim until it ends by itself");
        }
    }

    /** Costs nothing where nothing of the provider is kept. */
    @Override
    public void forget(String provider, Collection<String> targets) {
        recent.forget(targets);
        try {
            if (isKeptOf(provider)) {
                forget(targets);
            }
        } catch (SQLException e) {
            Log.warnf(e, "kept answers could not be made invalid");
        }
    }

    private void forget(Collection<String> targets) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Database.update(connection, """
                    WITH late AS (DELETE FROM cache_claim WHERE target = ANY (?))
                    DELETE FROM cached_answer WHERE target = ANY (?) AND NOT in_need_only""", targets.toArray(String[]::new), targets.toArray(String[]::new));
        }
    }

    private boolean isKeptOf(String provider) throws SQLException {
        Providing known = providing;
        Instant now = clock.instant();
        if (Duration.between(known.readAt(), now).compareTo(config.believed()) < 0) {
            return known.providers().contains(provider);
        }
        try (Connection connection = database.getConnection()) {
            Set<String> read = Set.copyOf(Database.list(
                    connection,
                    row -> row.getString(1),
                    "SELECT DISTINCT provider FROM cached_answer WHERE NOT in_need_only"));
            providing = new Providing(read, now);
            return read.contains(provider);
        }
    }

    private static Duration atMost(Duration most, Duration time) {
        return time.compareTo(most) < 0 ? time : most;
    }

    private void clean(Connection connection) throws SQLException {
        // Each kind by itself: what is for need only is kept of nearly every address, and would push out what is given.
        for (boolean inNeedOnly : new boolean[] {false, true}) {
            Database.update(connection, """
                    DELETE FROM cached_answer
                    WHERE in_need_only = ? AND heard_at < (
                        SELECT heard_at FROM cached_answer WHERE in_need_only = ?
                        ORDER BY heard_at DESC OFFSET ? LIMIT 1)""", inNeedOnly, inNeedOnly, config.mostKept() - 1);
        }
        Database.update(connection, "DELETE FROM cache_claim WHERE until < clock_timestamp() - interval '1 minute'");
    }
}
