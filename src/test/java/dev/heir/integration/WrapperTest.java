package dev.heir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} is ours: regenerating it as Maven's own wrapper would lose the search for a JDK. */
class WrapperTest {

    private static final Path WRAPPER = Path.of("mvnw").toAbsolutePath();

    @Test
    void it_looks_for_a_jdk_in_the_usual_places() throws IOException {
        assertThat(Files.readString(WRAPPER))
                .contains("JAVA_NEEDED=25")
                .contains("/usr/lib/jvm/*")
                .contains(".sdkman/candidates/java")
                .contains("/Library/Java/JavaVirtualMachines");
    }

    @Test
    void it_can_be_executed() {
        assertThat(Files.isExecutable(WRAPPER)).isTrue();
    }

    @Test
    void without_a_jdk_it_names_java_25_and_fails(@TempDir Path home) throws IOException, InterruptedException {
        Run run = run(home, home.resolve("no-jdk-here"));
        assertThat(run.output()).contains("Java 25").contains("JAVA_HOME");
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void an_older_jdk_is_not_taken(@TempDir Path home) throws IOException, InterruptedException {
        Path old = home.resolve("jdk-21");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.9\"\n");
        assertThat(Files.createFile(old.resolve("bin/javac")).toFile().setExecutable(true))
                .isTrue();
        assertThat(run(home, old).exit()).isEqualTo(1);
    }

    /** Runs a copy that looks for JDKs below {@code home} only: the machine's own must not be found. */
    private static Run run(Path home, Path javaHome) throws IOException, InterruptedException {
        String script = Files.readString(WRAPPER)
                .replace("/usr/lib/jvm/", home + "/usr/lib/jvm/")
                .replace("/opt/", home + "/opt/")
                .replace(" /Library/", " " + home + "/Library/");
        Path copy = Files.writeString(home.resolve("mvnw"), script);
        Path tools = Files.createDirectories(home.resolve("tools"));
        for (String tool : new String[] {"sed", "readlink"}) {
            Files.createSymbolicLink(tools.resolve(tool), toolOfTheMachine(tool));
        }
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", copy.toString(), "--version").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", tools.toString(), "HOME", home.toString(), "JAVA_HOME", javaHome.toString()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static Path toolOfTheMachine(String name) {
        Path usr = Path.of("/usr/bin", name);
        return Files.exists(usr) ? usr : Path.of("/bin", name);
    }

    private record Run(int exit, String output) {}
}
