package dev.heir.integration.outbound.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A driver with all that it started: what memory they hold, and their end. */
final class Processes {

    private static final int ROUNDS = 100;
    private static final long PAUSE_NANOS = 20_000_000;

    private final ProcessHandle root;
    private final Path profile;

    /** @param profile named in the command line of each process of the browser, so also of one whose parent is gone */
    Processes(ProcessHandle root, Path profile) {
        this.root = root;
        this.profile = profile;
    }

    boolean isAlive() {
        return root.isAlive();
    }

    /** Of all, in bytes, what they share counted once; zero where the system does not tell (it is Linux that does). */
    long memory() {
        return all().stream().mapToLong(Processes::memory).sum();
    }

    /** By their ids, until none is left, and what they wrote with them. */
    void end() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> left = all();
            if (left.isEmpty()) {
                break;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        delete(profile);
    }

    private List<ProcessHandle> all() {
        Map<Long, ProcessHandle> found = new LinkedHashMap<>();
        if (root.isAlive()) {
            found.put(root.pid(), root);
        }
        root.descendants().forEach(process -> found.put(process.pid(), process));
        String mark = profile.toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .forEach(process -> found.put(process.pid(), process));
        return new ArrayList<>(found.values());
    }

    private static long memory(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                    .sum();
        } catch (IOException | RuntimeException gone) {
            return 0;
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException busy) {
                    // Whoever begins next sweeps.
                }
            });
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }
}
