import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Steady load of every kind for a while, and what the application's process holds meanwhile: a table, and an exit code of 1
 * when the live heap, the resident memory, the threads or the open files of the last third are more than those of the
 * middle third by more than a tenth and what a few requests in flight may hold. The first third may fill caches.
 *
 * <p>Use: {@code java Soak.java MINUTES A_SECOND PID JCMD KEY ORCHESTRATOR}, the last being a URL.
 */
class Soak {

    private static final int SAMPLES_A_MINUTE = 6;

    private record Held(long heapKb, long residentKb, long threads, long files) {}

    private record Kind(String name, IntFunction<Way> request, List<Integer> wanted, AtomicLong asked, AtomicLong wrong) {

        Kind(String name, IntFunction<Way> request, Integer... wanted) {
            this(name, request, List.of(wanted), new AtomicLong(), new AtomicLong());
        }

        void ask(int number) {
            asked.incrementAndGet();
            if (!wanted.contains(request.apply(number).status())) {
                wrong.incrementAndGet();
            }
        }
    }

    private final long pid;
    private final String jcmd;

    private Soak(long pid, String jcmd) {
        this.pid = pid;
        this.jcmd = jcmd;
    }

    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofMinutes(Integer.parseInt(args[0]));
        if (time.toMinutes() < 1) {
            throw new IllegalArgumentException("MINUTES must be at least 1, was " + args[0]);
        }
        int pace = Integer.parseInt(args[1]);
        Soak soak = new Soak(Long.parseLong(args[2]), args[3]);
        List<Kind> kinds = kinds(args[4], args[5]);
        Thread load = Thread.ofPlatform().start(() -> load(kinds, time, pace));
        List<Held> held = soak.watch(load, time);
        for (Kind kind : kinds) {
            System.out.printf(
                    Locale.ROOT, "%s: %d asked, %d not answered as expected%n", kind.name, kind.asked.get(), kind.wrong.get());
        }
        boolean grew = grew("live heap, KB", held, Held::heapKb, 8_192)
                | grew("resident, KB", held, Held::residentKb, 32_768)
                | grew("threads", held, Held::threads, 8)
                | grew("open files", held, Held::files, 32);
        boolean wrong = kinds.stream().anyMatch(kind -> kind.wrong.get() > 0);
        System.exit(grew || wrong ? 1 : 0);
    }

    private static List<Kind> kinds(String key, String at) {
        String authorized = "\r\nAuthorization: Bearer " + key;
        String json = authorized + "\r\nContent-Type: application/json";
        String bytes = authorized + "\r\nContent-Type: application/octet-stream";
        Way typed = Way.post("typed", at + "/v1/calls", json, "{\"provider\":\"limited\",\"operation\":\"hello\"}");
        Way kept = Way.post("kept", at + "/v1/calls", json, "{\"provider\":\"kept\",\"operation\":\"hello\"}");
        Way large = Way.post("large", at + "/v1/proxy/limited/large", bytes, "x".repeat(65_536));
        Way own = Way.get("own", at, authorized);
        Way down = Way.post("down", at + "/v1/calls", json, "{\"provider\":\"down\",\"operation\":\"hello\"}");
        return List.of(
                new Kind("typed call with limits and a budget", number -> typed, 200),
                new Kind("typed call that the cache answers", number -> kept, 200),
                new Kind(
                        "proxied request, each with an answer of its own to keep",
                        number -> own.get(at + "/v1/proxy/kept/hello?n=" + number, authorized),
                        200),
                new Kind("proxied body of 64 KB there and back", number -> large, 200),
                new Kind("provider that is down, degraded answer", number -> down, 200));
    }

    private static void load(List<Kind> kinds, Duration time, int pace) {
        long start = System.nanoTime();
        long gap = 1_000_000_000L / pace;
        for (int number = 0; number * gap < time.toNanos(); number++) {
            LockSupport.parkNanos(start + number * gap - System.nanoTime());
            int current = number;
            Thread.startVirtualThread(() -> kinds.get(current % kinds.size()).ask(current));
        }
    }

    private List<Held> watch(Thread load, Duration time) throws Exception {
        List<Held> held = new ArrayList<>();
        System.out.println("| after s | live heap KB | resident KB | threads | open files |\n|---|---|---|---|---|");
        long start = System.nanoTime();
        while (!load.join(Duration.ofSeconds(60 / SAMPLES_A_MINUTE))) {
            Held now = held();
            held.add(now);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d | %d | %d |%n",
                    Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    now.heapKb,
                    now.residentKb,
                    now.threads,
                    now.files);
        }
        return held;
    }

    private Held held() throws IOException, InterruptedException {
        run("GC.run");
        long heap = Stream.of(run("GC.heap_info").split("\n"))
                .filter(line -> line.contains("heap") && line.contains("used"))
                .map(line -> line.replaceAll(".*used (\\d+)K.*", "$1"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return new Held(heap, status("VmRSS"), status("Threads"), files.count());
        }
    }

    private String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
        return said;
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static boolean grew(String what, List<Held> held, ToLongFunction<Held> of, long slack) {
        int third = held.size() / 3;
        long middle = median(held.subList(third, 2 * third), of);
        long last = median(held.subList(2 * third, held.size()), of);
        boolean grew = last > middle * 1.1 + slack;
        System.out.printf("%s: %d in the middle third, %d in the last%s%n", what, middle, last, grew ? ": IT GREW" : "");
        return grew;
    }

    private static long median(List<Held> held, ToLongFunction<Held> of) {
        return held.stream().mapToLong(of).sorted().skip(held.size() / 2).findFirst().orElseThrow();
    }
}
