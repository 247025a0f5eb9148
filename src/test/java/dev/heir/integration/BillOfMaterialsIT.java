package dev.heir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is audited is what is deployed. */
class BillOfMaterialsIT {

    /** Quarkus takes classes out of some jars, and names those so. */
    private static final String MODIFIED = "modified-";

    @Test
    void every_jar_of_the_packaged_application_is_named() throws IOException {
        Path bom = Path.of("target/bom.json");
        assumeThat(bom)
                .as("SKIPPED: Maven works offline, so it wrote no bill of materials")
                .exists();
        Path libraries = Path.of(System.getProperty("integration.package")).resolveSibling("lib");
        assertThat(jars(libraries)).hasSizeGreaterThan(100).isSubsetOf(named(bom));
    }

    private static Set<String> jars(Path libraries) throws IOException {
        try (Stream<Path> files = Files.list(libraries)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.startsWith(MODIFIED) ? name.substring(MODIFIED.length()) : name)
                    .collect(Collectors.toSet());
        }
    }

    /** As Quarkus names a jar: group, name, classifier and version. */
    private static Set<String> named(Path bom) throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode part : new JsonMapper().readTree(bom.toFile()).path("components")) {
            String purl = part.path("purl").asText();
            String classifier =
                    purl.contains("classifier=") ? "-" + purl.replaceAll(".*classifier=([^&]*).*", "$1") : "";
            names.add("%s.%s-%s%s.jar"
                    .formatted(
                            part.path("group").asText(),
                            part.path("name").asText(),
                            part.path("version").asText(),
                            classifier));
        }
        return names;
    }
}
