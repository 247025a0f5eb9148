package dev.heir.integration.credential;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A master key in a file that nobody but its owner can read. */
final class KeyFile {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyFile() {}

    /** @throws NoSealingKey when it cannot be read, holds no key, or others can read it too */
    static SecretKey read(Path file) {
        try {
            refuseOpen(file);
            return decode(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new NoSealingKey(
                    "the sealing key cannot be read or made at " + file
                            + " (set integration.credential.key-file or integration.credential.key)",
                    unreadable);
        }
    }

    static SecretKey readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
        } catch (IOException impossible) {
            throw new NoSealingKey(
                    "the sealing key cannot be read or made at " + file
                            + " (set integration.credential.key-file or integration.credential.key)",
                    impossible);
        }
        return read(file);
    }

    static SecretKey decode(String text, String where) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new NoSealingKey("the sealing key in " + where + " is not Base64");
        }
        if (bytes.length != LocalMaster.SIZE) {
            throw new NoSealingKey(
                    "the sealing key in " + where + " must be " + LocalMaster.SIZE + " bytes, was " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** Who could read it may have it already: to go on as if nothing were would hide that. */
    private static void refuseOpen(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix == null) {
            return;
        }
        Set<PosixFilePermission> permissions = posix.readAttributes().permissions();
        if (!OWNERS.containsAll(permissions)) {
            throw new NoSealingKey("the sealing key in " + file + " can be read or changed by others ("
                    + PosixFilePermissions.toString(permissions) + "): 'chmod 600 " + file
                    + "', and change the key if anybody else may have read it (README.md, Keys)");
        }
    }

    /** Written aside and linked into place: two processes that start together agree on one complete key. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no file can be made at " + file);
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder, attributes(posix, "rwx------"));
        Path aside = Files.createTempFile(folder, "sealing", ".tmp", attributes(posix, "rw-------"));
        try {
            byte[] bytes = new byte[LocalMaster.SIZE];
            new SecureRandom().nextBytes(bytes);
            Files.writeString(aside, Base64.getEncoder().encodeToString(bytes) + "\n");
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException another) {
            // Another process was first, and its key counts.
        } finally {
            Files.delete(aside);
        }
    }

    private static FileAttribute<?>[] attributes(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
