package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What websites say: robots.txt, addresses, pages. */
@Timeout(1800)
class PageFuzzTest {

    @Test
    void robots() {
        PageUrl page = PageUrl.parse("https://example.com/a/b?c=d");
        Fuzz.of("robots.txt")
                .bytes(bytes -> RobotsVisit.read(new Reply.Responded(200, Map.of(), Body.of(bytes), Instant.EPOCH))
                        .refusal(page, "integrationorchestrator"));
    }

    @Test
    void addresses_of_pages() {
        PageUrl page = PageUrl.parse("https://example.com/a/b?c=d");
        Fuzz.of("location").texts(text -> {
            Optional<PageUrl> found = page.resolve(text);
            found.ifPresent(url -> assertThat(PageUrl.parse(url.toString())).isEqualTo(url));
        });
    }

    @Test
    void pages_and_robots_tags() {
        PageUrl page = PageUrl.parse("https://example.com/");
        Fuzz.of("page.html").bytes(bytes -> {
            var document = Html.parse(Body.of(bytes), "text/html", page);
            RobotsTag.of(
                    Map.of("x-robots-tag", List.of(document.text())),
                    document,
                    "integrationorchestrator",
                    Instant.EPOCH);
        });
    }
}
