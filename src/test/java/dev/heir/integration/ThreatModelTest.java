package dev.heir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/threat-model.md promises is proven: each protection names its test, and that test exists. */
class ThreatModelTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");

    @Test
    void each_protection_names_a_test_that_exists() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/threat-model.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| threat |")) {
                rows.add(line);
                Matcher named = NAMED.matcher(line);
                assertThat(named.find()).as("a test in: %s", line).isTrue();
                do {
                    Optional<Path> source = source(named.group(1));
                    assertThat(source).as(named.group(1)).isPresent();
                    if (named.group(2) != null) {
                        assertThat(Files.readString(source.get())).contains("void " + named.group(2) + "(");
                    }
                } while (named.find());
            }
        }
        assertThat(rows).hasSizeGreaterThan(25);
    }

    private static Optional<Path> source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.getFileName().toString().equals(name + ".java"))
                    .findFirst();
        }
    }
}
