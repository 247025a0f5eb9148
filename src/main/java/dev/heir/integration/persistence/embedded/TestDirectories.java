package dev.heir.integration.persistence.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Data directories named after the process they belong to; those of dead processes are removed. */
final class TestDirectories {

    private TestDirectories() {}

    static Path under(Path parent) {
        Path mine = parent.resolve(Long.toString(ProcessHandle.current().pid()));
        if (!Files.exists(mine)) {
            orphans(parent).forEach(TestDirectories::remove);
        }
        return mine.toAbsolutePath();
    }

    private static List<Path> orphans(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(TestDirectories::isOrphan).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOrphan(Path child) {
        String owner = child.getFileName().toString().replaceAll("\\D.*", "");
        return !owner.isEmpty()
                && ProcessHandle.of(Long.parseLong(owner))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    /** What cannot be removed is left to the next run: a server may still be writing its last words. */
    private static void remove(Path directory) {
        Postmaster.of(directory).ifPresent(Postmaster::kill);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(TestDirectories.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not remove " + directory, e);
        }
    }
}
