package dev.heir.integration.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    private final Markdown markdown = new Markdown(JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build());

    @Test
    void a_report_written_while_our_network_is_down_begins_with_that() {
        assertThat(markdown.write(report(true))).contains("**Nobody outside answers: our own network seems down.");
        assertThat(markdown.write(report(false))).doesNotContain("own network").doesNotContain("Own trouble");
    }

    @Test
    void a_section_that_does_not_show_all_says_how_much_it_shows() {
        assertThat(markdown.write(report(false)))
                .contains("## Blocking issues\n\nnothing yet\n\nShown: 50 of 123 cases.\n")
                .containsOnlyOnce("Shown:")
                .doesNotContain("Abridged");
    }

    private static DomainReport report(boolean ownTrouble) {
        Section none = Section.nothing();
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        return new DomainReport(
                noon,
                noon,
                ownTrouble,
                Map.of("blockingIssues", "50 of 123 cases"),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none);
    }
}
