package dev.heir.integration.rest;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A certified OpenID provider that somebody else wrote, from the npm registry, in a process of its own. */
final class AuthorizationServer implements AutoCloseable {

    static final String CLIENT = "orchestrator";
    static final String SECRET = "secret-of-the-client-1234567890";

    private static final Path FOLDER = Path.of("target", "authorization-server");
    private static final String PACKAGE = "oidc-provider@9.13.3";

    private final Process process;
    private final int port;

    private AuthorizationServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** One that sends browsers back to that address; the test is skipped aloud where there is no npm, node or registry. */
    static AuthorizationServer start(String redirect) throws IOException, InterruptedException {
        return start(redirect, 0);
    }

    /** The same at that port. */
    static AuthorizationServer start(String redirect, int port) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        if (!Files.exists(FOLDER.resolve("node_modules/oidc-provider"))) {
            install();
        }
        try (InputStream script = Optional.ofNullable(
                        AuthorizationServer.class.getResourceAsStream("/authorization-server/server.mjs"))
                .orElseThrow()) {
            Files.copy(script, FOLDER.resolve("server.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder("node", "server.mjs", redirect, Integer.toString(port))
                .directory(FOLDER.toFile())
                .redirectError(FOLDER.resolve("log").toFile())
                .start();
        BufferedReader says = process.inputReader();
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.startsWith("up ")) {
                return new AuthorizationServer(process, Integer.parseInt(line.substring(3)));
            }
        }
        throw new IOException("node ended with " + process.waitFor() + ", see " + FOLDER.resolve("log"));
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static void install() throws IOException, InterruptedException {
        List<String> command = List.of(
                "npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", PACKAGE);
        Process npm;
        try {
            npm = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("log").toFile())
                    .start();
        } catch (IOException missing) {
            abort("SKIPPED: npm is not installed, so " + PACKAGE + " cannot be fetched");
            return;
        }
        if (!npm.waitFor(120, TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            abort("SKIPPED: " + command + " failed, see " + FOLDER.resolve("log"));
        }
    }
}
