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
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * PF2: decisions on one hot limit by 4 processes with 16 threads each, ours and Bucket4j's, one after the other on one
 * PostgreSQL. Run by {@code infra/bench/quota}.
 */
final class QuotaBench {

    private static final int PROCESSES = 4;
    private static final int THREADS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Of so many decisions one is kept: ours would fill the memory. */
    private static final int SAMPLED = 7;

    private QuotaBench() {}

    /** Without arguments, or with the seconds of a measurement, everything; else one process of a measurement. */
    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            process(args);
            return;
        }
        int seconds = args.length == 0 ? 10 : Integer.parseInt(args[0]);
        System.out.println("| limiter | limit | decisions/s | median us | p99 us | admitted |");
        System.out.println("|---|---|---|---|---|---|");
        double ours = measured("ours", 1_000_000_000_000L, seconds);
        double theirs = measured("bucket4j", 1_000_000_000_000L, seconds);
        measured("ours", 20_000, seconds);
        measured("bucket4j", 20_000, seconds);
        System.out.printf("%nratio: %.0f times Bucket4j's decisions per second%n", ours / theirs);
    }

    private static double measured(String whose, long limit, int seconds) throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            prepare(database);
            List<Process> processes = new ArrayList<>();
            for (int n = 0; n < PROCESSES; n++) {
                processes.add(start(database, whose, limit, seconds));
            }
            double perSecond = 0;
            long admitted = 0;
            double[] micros = new double[2];
            for (Process process : processes) {
                String[] said = said(process).split(" ", -1);
                perSecond += Double.parseDouble(said[0]);
                admitted += Long.parseLong(said[1]);
                micros[0] += Double.parseDouble(said[2]) / PROCESSES;
                micros[1] += Double.parseDouble(said[3]) / PROCESSES;
            }
            System.out.printf(
                    "| %s | %s per 1h | %,.0f | %.2f | %.2f | %s |%n",
                    whose,
                    limit,
                    perSecond,
                    micros[0],
                    micros[1],
                    admitted <= limit
                            ? admitted + ", not one too many"
                            : admitted + ": " + (admitted - limit) + " TOO MANY");
            return perSecond;
        }
    }

    private static void prepare(TestDatabase database) {
        try (AgroalDataSource pool = database.pool(1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bucket (id bigint PRIMARY KEY, state bytea)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(TestDatabase database, String whose, long limit, int seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                QuotaBench.class.getName(),
                whose,
                Long.toString(limit),
                Integer.toString(seconds)));
        command.addAll(database.access());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String said(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith("result "))
                    .findFirst()
                    .map(line -> line.substring("result ".length()))
                    .orElseThrow(() -> new IOException("a process of the benchmark ended without a result"));
        }
    }

    private static void process(String[] args) throws IOException, InterruptedException {
        long limit = Long.parseLong(args[1]);
        Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
        AgroalDataSource database = TestDatabase.pool(args[3], args[4], args[5], THREADS);
        BooleanSupplier decision = args[0].equals("ours") ? ours(database, limit) : bucket4j(database, limit);
        LongAdder admitted = new LongAdder();
        LongAdder decided = new LongAdder();
        if (decision.getAsBoolean()) { // connects, so that no measurement begins before it can
            admitted.increment();
        }
        long begin = System.nanoTime() + WARM_UP.toNanos();
        long end = begin + time.toNanos();
        List<long[]> samples = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < THREADS; n++) {
            long[] times = new long[100_000];
            samples.add(times);
            threads.add(Thread.ofPlatform().start(() -> decide(decision, begin, end, admitted, decided, times)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = samples.stream()
                .flatMapToLong(Arrays::stream)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        System.out.printf(
                "result %f %d %f %f%n",
                decided.sum() / (double) time.toSeconds(),
                admitted.sum(),
                all[all.length / 2] / 1e3,
                all[(int) (all.length * 0.99)] / 1e3);
        database.close();
    }

    private static void decide(
            BooleanSupplier decision, long begin, long end, LongAdder admitted, LongAdder decided, long[] times) {
        long count = 0;
        for (long before = System.nanoTime(); before < end; count++) {
            if (decision.getAsBoolean()) {
                admitted.increment();
            }
            long after = System.nanoTime();
            if (before >= begin) {
                decided.increment();
                if (count % SAMPLED == 0) {
                    times[(int) (count / SAMPLED % times.length)] = Math.max(1, after - before);
                }
            }
            before = after;
        }
    }

    private static BooleanSupplier ours(AgroalDataSource database, long limit) throws IOException {
        Provider provider = ProviderDocument.read(
                "hot",
                new ObjectMapper()
                        .readerForMapOf(Object.class)
                        .readValue(QuotaProcess.document("\"limits\":[{\"requests\":" + limit + ",\"per\":\"1h\"}]")));
        Quota quota = QuotaProcess.quota(database);
        Claimant claimant = new Claimant(
                new Project("shop", Tier.CRITICAL, Optional.empty()),
                Tier.CRITICAL,
                provider,
                Objects.requireNonNull(provider.operations().get("get")),
                Optional.empty());
        return () -> quota.admit(claimant, Instant.EPOCH) instanceof Decision.Admitted;
    }

    /** As its documentation recommends for a hot key: SELECT FOR UPDATE, the fastest of its PostgreSQL strategies here. */
    private static BooleanSupplier bucket4j(AgroalDataSource database, long limit) {
        Bucket bucket = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .build()
                .builder()
                .build(1L, () -> BucketConfiguration.builder()
                        .addLimit(bandwidth -> bandwidth.capacity(limit).refillIntervally(limit, Duration.ofHours(1)))
                        .build());
        return () -> bucket.tryConsume(1);
    }
}
