package dev.heir.integration.outbound.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Directories of browsers, named by the process they belong to: what a process leaves that was killed, the next one ends. */
final class Homes {

    private static final Pattern NAME = Pattern.compile("integration-browser-(\\d+)-(\\d+)-.*");

    private final Path parent;

    Homes(Path parent) {
        this.parent = parent;
    }

    /** Readable for nobody else. */
    Path create() throws IOException {
        ProcessHandle own = ProcessHandle.current();
        return Files.createTempDirectory(parent, "integration-browser-" + own.pid() + "-" + begun(own) + "-");
    }

    /** Ends the browsers whose process is gone, by the id of each. */
    void sweep() {
        for (Path home : homes()) {
            Matcher name = NAME.matcher(home.getFileName().toString());
            if (name.matches() && !isAlive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(home.toString()))
                        .forEach(process -> new Processes(process, home).end());
                Processes.delete(home);
            }
        }
    }

    private List<Path> homes() {
        try (Stream<Path> found = Files.list(parent)) {
            return found.toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static boolean isAlive(long pid, long began) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> begun(process) == began)
                .isPresent();
    }

    private static long begun(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }
}
