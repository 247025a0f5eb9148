package dev.heir.integration.rest;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenAPI documents that others published in packages: fetched once by the ordinary clients, and never copied to here. */
final class LargeDocuments {

    private static final Path FOLDER = Path.of("target", "openapi");

    private LargeDocuments() {}

    /**
     * The file, or the test is skipped aloud where there is no npm or no registry.
     *
     * @param npmPackage with its version
     */
    static Path of(String npmPackage, String file) throws IOException, InterruptedException {
        Path folder = FOLDER.resolve(npmPackage.replace('/', '_').replace("@", ""));
        Path found = folder.resolve("package").resolve(file);
        if (!Files.exists(found)) {
            Files.createDirectories(folder);
            run(folder, npmPackage, "npm", "pack", "--silent", npmPackage);
            try (var packed = Files.newDirectoryStream(folder, "*.tgz")) {
                for (Path archive : packed) {
                    run(folder, npmPackage, "tar", "-xzf", archive.getFileName().toString(), "package/" + file);
                    Files.delete(archive);
                }
            }
        }
        return found;
    }

    private static void run(Path folder, String what, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException missing) {
            abort("SKIPPED: " + command[0] + " is not installed, so " + what + " cannot be fetched");
            return;
        }
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            abort("SKIPPED: " + List.of(command) + " failed, see " + folder.resolve("log"));
        }
    }
}
