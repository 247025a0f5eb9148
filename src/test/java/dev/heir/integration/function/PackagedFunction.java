package dev.heir.integration.function;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The packaged application as a process: the native binary, which polls the Runtime API itself, or the jar behind the
 * same loop.
 */
final class PackagedFunction implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String BINARY = System.getProperty("integration.native.binary", "");
    private static final Path JAR = Path.of(System.getProperty("integration.package", ""));

    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private final int port;

    private PackagedFunction(RuntimeApi api, Process process, Path log, int port) {
        this.api = api;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a function as Terraform configures it, with {@code environment} on top. */
    static PackagedFunction start(String function, int port, Map<String, String> environment) throws IOException {
        RuntimeApi api = new RuntimeApi(TIMEOUT);
        Path log = logOf(function);
        ProcessBuilder builder = new ProcessBuilder(BINARY.isEmpty() ? behindThePollLoop() : List.of(BINARY))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "integration-orchestrator-" + function);
        builder.environment().put("QUARKUS_LAMBDA_HANDLER", function);
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        builder.environment().put("QUARKUS_SCHEDULER_ENABLED", "false");
        return new PackagedFunction(api, builder.start(), log, port);
    }

    /** The step of a deployment that migrates the database: the same package, which ends when it is done. */
    static int migrate(Map<String, String> environment) throws IOException, InterruptedException {
        Path log = logOf("migrate");
        ProcessBuilder builder = new ProcessBuilder(
                        BINARY.isEmpty() ? List.of(java(), "-jar", JAR.toString()) : List.of(BINARY))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
        builder.environment().put("QUARKUS_INIT_AND_EXIT", "true");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_SCHEDULER_ENABLED", "false");
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the migration did not end: " + Files.readString(log));
        }
        return process.exitValue();
    }

    int port() {
        return port;
    }

    CompletableFuture<String> invoke(String event) {
        return api.invoke(event)
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        System.getLogger(PackagedFunction.class.getName())
                                .log(System.Logger.Level.ERROR, "see " + log, failure);
                    }
                });
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
        api.close();
    }

    private static List<String> behindThePollLoop() throws IOException {
        Path classes = Path.of("target", "functions-it", "classes");
        for (String name : List.of("JvmPollLoop", "JvmPollLoop$UntilKilled")) {
            String file = PackagedFunction.class.getPackageName().replace('.', '/') + "/" + name + ".class";
            Path copy = classes.resolve(file);
            Files.createDirectories(copy.getParent());
            // Only these: other things of the test tree would configure the application.
            Files.copy(Path.of("target", "test-classes", file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return List.of(
                java(),
                // Started for a few events: compiling for long runs would cost more than it brings.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                JAR + File.pathSeparator + classes,
                JvmPollLoop.class.getName());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path logOf(String name) throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "functions-it"));
        return directory.resolve(name + ".log");
    }
}
