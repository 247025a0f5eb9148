package dev.heir.integration.persistence;

import dev.heir.integration.health.Evidence;
import dev.heir.integration.health.Vitals;
import dev.heir.integration.persistence.AttemptsMeasured.AtTarget;
import dev.heir.integration.persistence.AttemptsMeasured.Totals;
import dev.heir.integration.persistence.CallsMeasured.Calls;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.Circuit;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything that is known about all providers at the moment of a sweep, at a cost that does not follow history. */
final class Measurement {

    private final Connection connection;
    private final SweepRow last;
    private final Instant from;

    /** @param window is cut where our own network was last seen down: what failed until then is held against nobody */
    Measurement(Connection connection, SweepRow last, Duration window) {
        this.connection = connection;
        this.last = last;
        Instant wanted = last.now().minus(window);
        this.from = last.troubleSeen().filter(wanted::isBefore).orElse(wanted);
    }

    /** @param answered providers that are known to have answered before; those that are missing are looked up once */
    List<Evidence> of(List<Provider> providers, Map<String, Boolean> answered) throws SQLException {
        Array ids = ids(providers.stream().map(Provider::id).toList());
        AttemptsMeasured attempts = AttemptsMeasured.read(connection, ids, from);
        Map<String, Calls> calls = CallsMeasured.read(connection, ids, from);
        Map<String, Map<String, Circuit>> circuits = circuits(ids);
        Map<String, Instant> throttles = latest("throttle", ids);
        Map<String, Instant> warnings = latest("usage_warning", ids);
        // A budget that is nearly spent is no trouble of the provider's.
        Map<String, Integer> cases = counted("""
                SELECT provider, count(*) FROM escalation
                WHERE status <> 'RESOLVED' AND triggers <> ARRAY['COST_THRESHOLD_EXCEEDED'] GROUP BY provider
                """);
        Map<String, Integer> lessons =
                counted("SELECT provider, count(*) FROM resolution WHERE lesson_recorded_at IS NULL GROUP BY provider");
        Set<String> newlyAnswered = everAnswered(providers.stream()
                .map(Provider::id)
                .filter(id -> !answered.containsKey(id))
                .toList());
        List<Evidence> evidence = new ArrayList<>();
        for (Provider provider : providers) {
            String id = provider.id();
            Totals totals = attempts.totals().getOrDefault(id, Totals.NONE);
            evidence.add(new Evidence(
                    id,
                    vitals(totals, calls.getOrDefault(id, Calls.NONE)),
                    targets(
                            provider,
                            attempts.targets().getOrDefault(id, Map.of()),
                            circuits.getOrDefault(id, Map.of())),
                    Optional.ofNullable(throttles.get(id)),
                    warnings.getOrDefault(id, Instant.MIN).isAfter(last.now()),
                    totals.good() > 0 || answered.getOrDefault(id, false) || newlyAnswered.contains(id),
                    cases.getOrDefault(id, 0),
                    lessons.getOrDefault(id, 0) > 0));
        }
        return evidence;
    }

    private Vitals vitals(Totals totals, Calls calls) {
        return new Vitals(
                from,
                last.now(),
                calls.calls(),
                calls.answered(),
                calls.letDown(),
                totals.attempts(),
                totals.failures(),
                totals.limited(),
                totals.refused(),
                totals.latency());
    }

    private static List<Evidence.Target> targets(
            Provider provider, Map<String, AtTarget> attempts, Map<String, Circuit> circuits) {
        Set<String> urls = new TreeSet<>(attempts.keySet());
        urls.addAll(circuits.keySet());
        return urls.stream()
                .map(url -> {
                    AtTarget seen = attempts.getOrDefault(url, AtTarget.NOTHING);
                    return new Evidence.Target(
                            url,
                            url.equals(provider.baseUrl().toString()),
                            circuits.getOrDefault(url, new Circuit.Closed()),
                            seen.failuresInARow(),
                            seen.failingSince(),
                            seen.lastFailure(),
                            seen.lastAnswer(),
                            seen.lastHeard(),
                            seen.lastSilence());
                })
                .toList();
    }

    /**
     * Those that are not closed. An outage that began while our own network was down is dated from its end; probes that
     * were not heard of in time leave a circuit as open as before.
     */
    private Map<String, Map<String, Circuit>> circuits(Array ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT provider, target, greatest(since, ?) AS since, until, probes_left,
                    state = 'HALF_OPEN' AND until > clock_timestamp() AS probed
                FROM circuit WHERE provider = ANY (?) AND state <> 'CLOSED'
                """)) {
            statement.setObject(1, Columns.time(last.troubleSeen()));
            statement.setArray(2, ids);
            Map<String, Map<String, Circuit>> circuits = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Instant since = Columns.instant(row, "since");
                    Circuit circuit = row.getBoolean("probed")
                            ? new Circuit.HalfOpen(since, row.getInt("probes_left"))
                            : new Circuit.Open(since, Columns.instant(row, "until"));
                    circuits.computeIfAbsent(row.getString("provider"), provider -> new HashMap<>())
                            .put(row.getString("target"), circuit);
                }
            }
            return circuits;
        }
    }

    private Map<String, Instant> latest(String table, Array ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT provider, max(until) AS until FROM "
                + table + " WHERE provider = ANY (?) AND until > clock_timestamp() GROUP BY provider")) {
            statement.setArray(1, ids);
            Map<String, Instant> latest = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    latest.put(row.getString("provider"), Columns.instant(row, "until"));
                }
            }
            return latest;
        }
    }

    private Map<String, Integer> counted(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            Map<String, Integer> counts = new HashMap<>();
            while (row.next()) {
                counts.put(row.getString(1), row.getInt(2));
            }
            return counts;
        }
    }

    private Set<String> everAnswered(List<String> providers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT p.id FROM unnest(?) AS p (id)
                WHERE EXISTS (SELECT FROM attempt a WHERE a.provider = p.id AND (a.status = 101 OR a.status BETWEEN 200 AND 399))
                """)) {
            statement.setArray(1, ids(providers));
            Set<String> answered = new TreeSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    answered.add(row.getString(1));
                }
            }
            return answered;
        }
    }

    private Array ids(List<String> providers) throws SQLException {
        return connection.createArrayOf("text", providers.toArray());
    }
}
