package dev.heir.integration.persistence.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A loopback port is open to every user of the machine, so the server asks for a password that only its owner can read. */
final class Password {

    private Password() {}

    static Path file(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".password");
    }

    static String in(Path directory) {
        Path file = file(directory);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL's password file cannot be used: " + file, e);
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
