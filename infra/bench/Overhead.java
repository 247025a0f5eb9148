import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What a call costs beside the same upstream called directly and through nginx: all in one run, by one client.
 *
 * <p>Each way is asked by 32 callers in a closed loop, round after round, until a round is no more than 5% faster than the
 * best before it: a JVM that has just started compiles for a while. The best round is its saturation. Then all ways are
 * asked at one pace, half of what the slowest of them can do, and each request's time is taken from the instant it was
 * due, so that a stall is not hidden. The client is a few lines over plain sockets, since it runs on the same cores.
 *
 * <p>Use: {@code java Overhead.java SECONDS KEY DIRECT PROXIED ORCHESTRATED [GATEWAY]}, the last ones being URLs, ORCHESTRATED without
 * a path, GATEWAY where Spring Cloud Gateway is measured as well.
 */
class Overhead {

    private static final int CALLERS = 32;

    private static final int MOST_ROUNDS = 12;

    private record Result(double perSecond, double median, double p99, int failed) {}

    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(Integer.parseInt(args[0]));
        List<Way> ways = new ArrayList<>(List.of(
                Way.get("direct", args[2], ""),
                Way.get("nginx", args[3], ""),
                orchestrated("orchestrator", args, "bench"),
                orchestrated("orchestrator, with limits and budget", args, "limited"),
                Way.get(
                        "the same, through the proxy",
                        args[4] + "/v1/proxy/limited/hello",
                        "\r\nAuthorization: Bearer " + args[1]),
                orchestrated("answered from the cache", args, "kept")));
        if (args.length > 5) {
            ways.add(Way.get("Spring Cloud Gateway", args[5], "\r\nAuthorization: Bearer " + args[1]));
        }
        Map<String, Result> saturated = new LinkedHashMap<>();
        for (Way way : ways) {
            saturated.put(way.name(), saturated(way, time));
        }
        double pace = saturated.values().stream().mapToDouble(Result::perSecond).min().orElseThrow() / 2;
        Map<String, Result> paced = new LinkedHashMap<>();
        for (Way way : ways) {
            paced.put(way.name(), openLoop(way, time, pace));
        }
        print(ways, saturated, paced, pace);
    }

    private static Way orchestrated(String name, String[] args, String provider) {
        return Way.post(
                name,
                args[4] + "/v1/calls",
                "\r\nAuthorization: Bearer " + args[1] + "\r\nContent-Type: application/json",
                "{\"provider\":\"" + provider + "\",\"operation\":\"hello\"}");
    }

    private static Result saturated(Way way, Duration time) throws InterruptedException {
        Result best = closedLoop(way, time);
        for (int round = 1; round < MOST_ROUNDS; round++) {
            Result next = closedLoop(way, time);
            boolean steady = next.perSecond() < best.perSecond() * 1.05;
            best = next.perSecond() > best.perSecond() ? next : best;
            if (steady) {
                break;
            }
        }
        return best;
    }

    private static Result closedLoop(Way way, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Long> taken = new ArrayList<>();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                List<Long> own = new ArrayList<>();
                while (System.nanoTime() < end) {
                    long start = System.nanoTime();
                    if (way.answers()) {
                        own.add(System.nanoTime() - start);
                    } else {
                        failed.incrementAndGet();
                    }
                }
                synchronized (taken) {
                    taken.addAll(own);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return result(way, taken, failed.get(), time);
    }

    private static Result openLoop(Way way, Duration time, double pace) throws InterruptedException {
        int count = (int) (pace * time.toSeconds());
        long gap = (long) (1e9 / pace);
        long[] taken = new long[count];
        AtomicInteger failed = new AtomicInteger();
        AtomicLong slots = new AtomicLong();
        CountDownLatch done = new CountDownLatch(count);
        long start = System.nanoTime() + 50_000_000;
        for (int i = 0; i < count; i++) {
            long due = start + i * gap;
            LockSupport.parkNanos(due - System.nanoTime());
            Thread.startVirtualThread(() -> {
                if (way.answers()) {
                    taken[(int) slots.getAndIncrement()] = System.nanoTime() - due;
                } else {
                    failed.incrementAndGet();
                }
                done.countDown();
            });
        }
        done.await();
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < slots.get(); i++) {
            list.add(taken[i]);
        }
        return result(way, list, failed.get(), time);
    }

    private static Result result(Way way, List<Long> taken, int failed, Duration time) {
        long[] sorted = taken.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException(way.name() + ": nothing was answered, " + failed + " failed");
        }
        return new Result(
                (double) sorted.length / time.toSeconds(),
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                failed);
    }

    private static void print(List<Way> ways, Map<String, Result> saturated, Map<String, Result> paced, double pace) {
        Result direct = paced.get("direct");
        System.out.printf(Locale.ROOT, "%nAt %.0f requests a second, half of the slowest way's saturation:%n%n", pace);
        System.out.println("| way | saturation /s | of direct | median ms | added | p99 ms | added | failed |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Way way : ways) {
            Result full = saturated.get(way.name());
            Result half = paced.get(way.name());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.2f | %+.2f | %.2f | %+.2f | %d |%n",
                    way.name(),
                    full.perSecond(),
                    full.perSecond() / saturated.get("direct").perSecond(),
                    half.median(),
                    half.median() - direct.median(),
                    half.p99(),
                    half.p99() - direct.p99(),
                    full.failed() + half.failed());
        }
        System.out.println();
        System.out.println("callers in the closed loop: " + CALLERS + "; " + Arrays.toString(new String[] {
            "processors " + Runtime.getRuntime().availableProcessors(),
            "java " + System.getProperty("java.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.version")
        }));
    }
}
