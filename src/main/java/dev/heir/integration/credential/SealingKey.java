package dev.heir.integration.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key under which everything secret is sealed; read when it is first needed, so that nobody else needs one. */
@ApplicationScoped
class SealingKey {

    private static final int SIZE = 32;

    private final CredentialConfig config;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable SecretKey key;

    SealingKey(CredentialConfig config) {
        this.config = config;
    }

    /** @throws NoSealingKey when there is none, or none that can be used */
    SecretKey get() {
        SecretKey known = key;
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            SecretKey read = config.key()
                    .map(text -> decode(text, "integration.credential.key"))
                    .orElseGet(this::ofThisMachine);
            key = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    private SecretKey ofThisMachine() {
        if (config.function().isPresent()) {
            throw new NoSealingKey("integration.credential.key is not set, and the instances of function '"
                    + config.function().get()
                    + "' have no disk in common to keep one: put 32 random bytes in Base64 under"
                    + " that name into the secret settings (terraform/README.md, Settings)");
        }
        return fromFile(config.keyFile());
    }

    private static SecretKey fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return decode(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new NoSealingKey(
                    "the sealing key cannot be read or made at " + file
                            + " (set integration.credential.key-file or integration.credential.key)",
                    unreadable);
        }
    }

    /** Written aside and linked into place: two processes that start together agree on one complete key. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no file can be made at " + file);
        }
        Files.createDirectories(folder, attributes("rwx------"));
        Path aside = Files.createTempFile(folder, "sealing", ".tmp", attributes("rw-------"));
        try {
            byte[] bytes = new byte[SIZE];
            new SecureRandom().nextBytes(bytes);
            Files.writeString(aside, Base64.getEncoder().encodeToString(bytes) + "\n");
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException another) {
            // Another process was first, and its key counts.
        } finally {
            Files.delete(aside);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static SecretKey decode(String text, String where) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new NoSealingKey("the sealing key in " + where + " is not Base64");
        }
        if (bytes.length != SIZE) {
            throw new NoSealingKey("the sealing key in " + where + " must be " + SIZE + " bytes, was " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
