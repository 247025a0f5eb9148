package dev.heir.integration.persistence.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A loopback port is open to every user of the machine, so the server asks for a password that only its owner can read. */
final class Password {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(OWNER);

    private Password() {}

    static Path file(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".password");
    }

    /** Made if absent; under the lock of its directory, so that two processes do not make two. */
    static String in(Path directory) {
        Path file = file(directory);
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL's password file cannot be used: " + file, e);
        }
    }

    /** Written aside and moved into place: whoever is killed meanwhile leaves no empty one. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path aside = Files.createTempFile(folder, "password", ".tmp", OWNER_ONLY);
        try {
            Files.writeString(aside, HexFormat.of().formatHex(random));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** A log that nobody else reads: PostgreSQL writes rows into it that it refuses. */
    static void closeLog(Path log) throws IOException {
        try {
            Files.createFile(log, OWNER_ONLY);
        } catch (FileAlreadyExistsException before) {
            Files.setPosixFilePermissions(log, OWNER);
        }
    }

    /** The library initialises with 'trust', which lets anybody in. */
    static void demandedBy(Path directory) {
        try {
            Files.writeString(directory.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
