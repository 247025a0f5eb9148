package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Claimant;
import dev.heir.integration.quota.Decision;
import dev.heir.integration.quota.Quota;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * What each tier gets of one limit as demand comes and goes: two processes on one PostgreSQL for a minute, drawn as a
 * picture. Run by {@code infra/bench/tiers}.
 */
final class TiersBench {

    static final int LIMIT = 200;
    static final long BUCKET_MILLIS = 250;

    private static final int PROCESSES = 2;
    private static final int CALLERS = 4;
    private static final double ALL = Double.POSITIVE_INFINITY;

    private TiersBench() {}

    /**
     * What the tiers ask for until some second.
     *
     * @param critical calls a second, and so on; all that it can get where infinite
     */
    record Phase(long until, String words, double critical, double important, double niceToHave) {
        double of(Tier tier) {
            return switch (tier) {
                case CRITICAL -> critical;
                case IMPORTANT -> important;
                case NICE_TO_HAVE -> niceToHave;
            };
        }
    }

    static final List<Phase> PHASES = List.of(
            new Phase(10, "only nice to have", 0, 0, ALL),
            new Phase(20, "critical comes", ALL, 0, ALL),
            new Phase(30, "all ask for all", ALL, ALL, ALL),
            new Phase(40, "critical: 20/s", 20, ALL, ALL),
            new Phase(50, "all ask for all", ALL, ALL, ALL),
            new Phase(60, "critical gone", 0, ALL, ALL));

    /** With a file's name, everything; else one process, which begins at a millisecond since 1970. */
    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            process(args);
            return;
        }
        int buckets = (int) (PHASES.getLast().until() * 1000 / BUCKET_MILLIS);
        Map<Tier, long[]> admitted = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            admitted.put(tier, new long[buckets]);
        }
        try (TestDatabase database = TestDatabase.create()) {
            long begin = System.currentTimeMillis() + 6_000;
            List<Process> processes = new ArrayList<>();
            for (int n = 0; n < PROCESSES; n++) {
                processes.add(start(database, begin));
            }
            for (Process process : processes) {
                try (BufferedReader lines = process.inputReader()) {
                    lines.lines().filter(line -> line.startsWith("admitted ")).forEach(line -> {
                        String[] words = line.split(" ", -1);
                        Objects.requireNonNull(admitted.get(Tier.valueOf(words[1])))[Integer.parseInt(words[2])] +=
                                Long.parseLong(words[3]);
                    });
                }
            }
        }
        print(admitted);
        TiersChart.write(admitted, Path.of(args[0]));
    }

    private static void print(Map<Tier, long[]> admitted) {
        System.out.println("| seconds | demand | CRITICAL /s | IMPORTANT /s | NICE_TO_HAVE /s | of the limit |");
        System.out.println("|---|---|---|---|---|---|");
        long from = 0;
        for (Phase phase : PHASES) {
            // After one refill, and a little: what was lent has come back.
            long settled = from + 2;
            List<Double> rates = new ArrayList<>();
            for (Tier tier : Tier.values()) {
                rates.add(rate(Objects.requireNonNull(admitted.get(tier)), settled, phase.until()));
            }
            System.out.printf(
                    "| %d to %d | %s | %.0f | %.0f | %.0f | %.0f%% |%n",
                    settled,
                    phase.until(),
                    phase.words(),
                    rates.get(0),
                    rates.get(1),
                    rates.get(2),
                    100 * rates.stream().mapToDouble(Double::doubleValue).sum() / LIMIT);
            from = phase.until();
        }
    }

    private static double rate(long[] counts, long from, long until) {
        double sum = 0;
        for (long i = from * 1000 / BUCKET_MILLIS; i < until * 1000 / BUCKET_MILLIS; i++) {
            sum += counts[(int) i];
        }
        return sum / (until - from);
    }

    private static Process start(TestDatabase database, long begin) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TiersBench.class.getName(),
                Long.toString(begin)));
        command.addAll(database.access());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void process(String[] args) throws IOException, InterruptedException {
        long begin = Long.parseLong(args[0]);
        Provider provider = ProviderDocument.read(
                "shared",
                new ObjectMapper()
                        .readerForMapOf(Object.class)
                        .readValue(QuotaProcess.document("\"limits\":[{\"requests\":" + LIMIT + ",\"per\":\"1s\"}]")));
        try (AgroalDataSource database = TestDatabase.pool(args[1], args[2], args[3], 6)) {
            Quota quota = QuotaProcess.quota(database);
            Map<Tier, AtomicLongArray> admitted = new EnumMap<>(Tier.class);
            List<Thread> callers = new ArrayList<>();
            for (Tier tier : Tier.values()) {
                AtomicLongArray counts =
                        new AtomicLongArray((int) (PHASES.getLast().until() * 1000 / BUCKET_MILLIS));
                admitted.put(tier, counts);
                for (int n = 0; n < CALLERS; n++) {
                    callers.add(Thread.ofPlatform().start(() -> call(quota, provider, tier, begin, counts)));
                }
            }
            for (Thread caller : callers) {
                caller.join();
            }
            admitted.forEach((tier, counts) -> {
                for (int i = 0; i < counts.length(); i++) {
                    System.out.println("admitted " + tier + " " + i + " " + counts.get(i));
                }
            });
            quota.release();
        }
    }

    private static void call(Quota quota, Provider provider, Tier tier, long begin, AtomicLongArray counts) {
        Claimant claimant = new Claimant(
                new Project("shop", tier, Optional.empty()),
                tier,
                provider,
                Objects.requireNonNull(provider.operations().get("get")),
                Optional.empty());
        while (true) {
            long since = System.currentTimeMillis() - begin;
            if (since >= PHASES.getLast().until() * 1000) {
                return;
            }
            double demand = since < 0
                    ? 0
                    : PHASES.stream()
                            .filter(phase -> since < phase.until() * 1000)
                            .findFirst()
                            .orElseThrow()
                            .of(tier);
            if (demand == 0) {
                LockSupport.parkNanos(5_000_000);
                continue;
            }
            if (quota.admit(claimant, Instant.now().plusMillis(500)) instanceof Decision.Admitted) {
                int bucket = (int) ((System.currentTimeMillis() - begin) / BUCKET_MILLIS);
                if (bucket < counts.length()) {
                    counts.incrementAndGet(bucket);
                }
            }
            if (demand < ALL) {
                LockSupport.parkNanos((long) (1e9 * PROCESSES * CALLERS / demand));
            }
        }
    }
}
