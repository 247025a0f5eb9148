package dev.heir.integration.outbound.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A chromedriver of this machine, at the address that it chose. */
record Driver(Process process, URI address) {

    /** @param directory for all that it and its browser write */
    static Driver start(String program, Path directory, Duration timeout) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program, "--port=0", "--log-path=" + directory.resolve("driver.log"), "--log-level=SEVERE")
                .redirectErrorStream(true);
        builder.environment().put("TMPDIR", directory.toString());
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        // A pipe has no end of its reading that a virtual thread could wait for.
        Thread.ofPlatform().daemon().name("chromedriver").start(() -> listen(process, port));
        try {
            return new Driver(
                    process, URI.create("http://127.0.0.1:" + port.get(timeout.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (ExecutionException | TimeoutException failed) {
            process.destroyForcibly();
            throw new IOException(program + " does not start", failed);
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static void listen(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader says = process.inputReader()) {
            for (String line = says.readLine(); line != null; line = says.readLine()) {
                if (line.contains("started successfully on port ")) {
                    port.complete(Integer.parseInt(line.replaceAll(".* port (\\d+).*", "$1")));
                    break;
                }
            }
            port.completeExceptionally(new IOException("it ended"));
            var _ = process.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            port.completeExceptionally(ended);
        }
    }
}
