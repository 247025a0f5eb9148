package dev.heir.integration.persistence;

import dev.heir.integration.cache.CacheConfig;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Storing;
import dev.heir.integration.provider.Body;
import dev.heir.integration.quota.FleetClock;
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
import java.util.Collections;
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

    /** Clocks drift apart by less than the way to the database and back in that time. */
    private static final Duration CLOCK_BELIEVED = Duration.ofSeconds(30);

    /** How many requests with an effect share one statement that tells what they changed. */
    private static final int MOST_TOGETHER = 256;

    /** RFC 9111 section 1.2.2 lets a cache take very long times for shorter ones. */
    private static final Duration LONGEST_FRESH = Duration.ofDays(365);

    /** A claim whose holder died keeps others waiting no longer than this. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(30);

    private final AgroalDataSource database;
    private final CacheConfig config;
    private final Clock clock;
    private final FleetClock fleetClock;
    private final RecentAnswers recent;
    private final AtomicLong kept = new AtomicLong();
    private volatile Instant clockReadAt = Instant.EPOCH;
    private final AtomicLong changed = new AtomicLong();
    private final GroupCommit<Set<String>, Boolean> forgetting = new GroupCommit<>(MOST_TOGETHER, this::forgetAll);

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

    @Inject
    PostgresKeptAnswers(
            AgroalDataSource database, CacheConfig config, Clock clock, FleetClock fleetClock, MeterRegistry meters) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.fleetClock = fleetClock;
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
        long asOf = recent.moment();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        Database.prepared(connection, (claiming ? CLAIM : "") + READ, values.toArray())) {
            boolean isResult = statement.execute();
            boolean claimed = !isResult && statement.getUpdateCount() > 0;
            if (!isResult) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return found(place, rows, claiming, claimed ? Optional.of(holder) : Optional.empty(), asOf);
            }
        } catch (SQLException e) {
            Log.warnf(e, "kept answers could not be looked for");
            return Found.NOTHING;
        }
    }

    /** Without a write: first whether it is under way, and then what there is, so that what it brought is seen. */
    @Override
    public Found watch(Place place) {
        long asOf = recent.moment();
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
                return found(place, rows, underWay, Optional.empty(), asOf);
            }
        } catch (SQLException e) {
            Log.warnf(e, "kept answers could not be looked for");
            return Found.NOTHING;
        }
    }

    private Found found(Place place, ResultSet row, boolean claiming, Optional<UUID> claim, long asOf)
            throws SQLException {
        List<KeptAnswer> alike = new ArrayList<>();
        List<KeptAnswer> everybodys = new ArrayList<>();
        boolean fresh = false;
        while (row.next()) {
            fresh |= row.getBoolean("is_fresh");
            (row.getString("key").equals(place.alike()) ? alike : everybodys).add(answer(row));
        }
        Instant now = clock.instant();
        recent.replace(place.alike(), place.target(), alike, now, asOf);
        recent.replace(place.everybody(), place.target(), everybodys, now, asOf);
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
        if (answer.body().size() > config.largestKeptBody().asLongValue()
                || Duration.between(keeping.askedAt(), clock.instant()).compareTo(ChangedTargets.REMEMBERED) > 0) {
            claim.ifPresent(held -> release(place, held));
            return;
        }
        String key = place.of(keeping.audience());
        long asOf = recent.moment();
        try (Connection connection = database.getConnection()) {
            Instant asked = fleetTime(connection, keeping.askedAt());
            if (write(connection, key, place, answer, claim, asked)) {
                recent.add(key, place.target(), answer, clock.instant(), asOf);
            }
            if (kept.getAndIncrement() % BETWEEN_CLEANINGS == 0) {
                clean(connection);
            }
        } catch (SQLException e) {
            Log.warnf(e, "an answer could not be kept");
        }
    }

    /** By the database's clock, and rather too early: what was changed since has a time of that clock. */
    private Instant fleetTime(Connection connection, Instant here) throws SQLException {
        Instant now = clock.instant();
        Optional<Instant> there = fleetClock.thereAtTheEarliest(here);
        if (there.isPresent() && Duration.between(clockReadAt, now).abs().compareTo(CLOCK_BELIEVED) < 0) {
            return there.get();
        }
        FleetClock.Shown asked = fleetClock.asked();
        Instant answered = Database.first(
                        connection, row -> Columns.instant(row, "now"), "SELECT clock_timestamp() AS now")
                .orElseThrow();
        fleetClock.read(asked, answered);
        clockReadAt = now;
        return fleetClock.thereAtTheEarliest(here).orElse(Instant.EPOCH);
    }

    /**
     * A slow instance never replaces a newer answer, one whose claim is gone keeps nothing, and what was changed after it
     * was asked for is not kept: whoever is changing it just now is waited for.
     */
    private static boolean write(
            Connection connection, String key, Place place, KeptAnswer answer, Optional<UUID> claim, Instant asked)
            throws SQLException {
        Duration fresh = atMost(LONGEST_FRESH, answer.fresh());
        Duration age = atMost(LONGEST_FRESH, answer.initialAge());
        String selection = SelectionDocument.write(answer.selection());
        try (PreparedStatement statement = Database.prepared(
                connection,
                ChangedTargets.KEEPING + """
                        WITH held AS (DELETE FROM cache_claim WHERE key = ? AND holder = ? RETURNING 1)
                        INSERT INTO cached_answer AS k (key, variant, provider, target, status, headers, body, heard_at,
                            initial_age_millis, fresh_millis, fresh_until, selection, in_need_only)
                        SELECT ?, md5(? || ?), ?, ?, ?, CAST(? AS jsonb), ?, ?, ?, ?, ?, CAST(? AS jsonb), ?
                        WHERE (? OR EXISTS (SELECT FROM held))\s""" + ChangedTargets.UNCHANGED + """

                        ON CONFLICT (key, variant) DO UPDATE SET
                            status = excluded.status, headers = excluded.headers, body = excluded.body,
                            heard_at = excluded.heard_at, initial_age_millis = excluded.initial_age_millis,
                            fresh_millis = excluded.fresh_millis, fresh_until = excluded.fresh_until,
                            target = excluded.target
                        WHERE k.heard_at <= excluded.heard_at""",
                place.target(),
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
                claim.isEmpty(),
                place.target(),
                asked.atOffset(ZoneOffset.UTC))) {
            statement.execute(); // the lock
            statement.getMoreResults();
            return statement.getUpdateCount() > 0;
        }
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

    /**
     * Those who forget together share one statement: each waits for it, since its caller may ask next. In memory it is
     * forgotten before, for those who ask meanwhile, and after, for those who read what was just going.
     */
    @Override
    public void forget(String provider, Collection<String> targets) {
        recent.forget(targets);
        forgetting.submit(Set.copyOf(targets));
        recent.forget(targets);
    }

    private List<Boolean> forgetAll(List<Set<String>> group) {
        String[] targets = group.stream().flatMap(Set::stream).distinct().toArray(String[]::new);
        boolean done = false;
        try (Connection connection = database.getConnection()) {
            ChangedTargets.change(connection, targets);
            done = true;
            if (changed.getAndIncrement() % BETWEEN_CLEANINGS == 0) {
                ChangedTargets.clean(connection);
            }
        } catch (SQLException e) {
            Log.warnf(e, done ? "old changes could not be cleaned away" : "kept answers could not be made invalid");
        }
        return Collections.nCopies(group.size(), done);
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
        ChangedTargets.clean(connection);
    }
}
