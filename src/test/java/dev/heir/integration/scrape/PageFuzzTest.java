package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.extract.Reading;
import dev.heir.integration.scrape.extract.Structure;
import dev.heir.integration.scrape.extract.VisibleText;
import dev.heir.integration.scrape.extract.Wanted;
import dev.heir.integration.scrape.monitor.MonitorDocument;
import dev.heir.integration.scrape.sitemap.Sitemap;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What websites say: robots.txt, addresses, pages. */
@Timeout(1800)
class PageFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();

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

    @Test
    void what_a_page_says_in_structures() throws Exception {
        List<Flaw> flaws = new ArrayList<>();
        Wanted wanted =
                Wanted.read(JSON.readTree(Files.readString(Path.of("infra/samples/scrape-fields.json"))), flaws);
        assertThat(flaws).isEmpty();
        PageUrl page = PageUrl.parse("https://example.com/a/");
        Fuzz.of("page.html").bytes(bytes -> {
            Body part = Body.of(Arrays.copyOf(bytes, Math.min(bytes.length, 8 * 1024))); // it is read in ten ways
            Document document = Html.parse(part, "text/html", page);
            Reading read = Reading.of(
                    document, page.uri(), wanted.fields(), EnumSet.allOf(Structure.class), Map.of(), Instant.EPOCH);
            assertThat(read.notes()).isNotNull();
            Extraction.content(document, VisibleText.of(document), page, Map.of());
            Extraction.links(document, page, true);
            Reading.ofJson(document.text(), wanted.fields(), Map.of(), Instant.EPOCH);
        });
    }

    /** Each element's way down was walked for each field: 160 KB of this took twenty seconds. */
    @Test
    void a_page_that_nests_without_end_is_cut_where_browsers_cut_it() {
        Document document = Html.parse(
                Body.of("<div>".repeat(3_000) + "<a href=/x>the end</a>"),
                "text/html",
                PageUrl.parse("https://a.example/"));
        int deepest = document.getAllElements().stream()
                .mapToInt(element -> element.parents().size())
                .max()
                .orElseThrow();
        assertThat(deepest).isBetween(500, 512);
        assertThat(document.text()).isEqualTo("the end");
    }

    @Test
    void sitemaps() {
        Fuzz.of("sitemap.xml").bytes(bytes -> {
            Sitemap sitemap = Sitemap.read(bytes);
            assertThat(sitemap.pages()).noneMatch(entry -> entry.url().contains("root:"));
        });
    }

    @Test
    void what_is_handed_in() {
        Fuzz.of("scrape.json").bytes(bytes -> {
            try {
                ScrapeRequest.read(JSON.readTree(bytes));
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            } catch (IOException notJson) {
                assertThat(notJson).isNotNull();
            }
        });
    }

    @Test
    void monitors() {
        Fuzz.of("monitor.json").bytes(bytes -> {
            try {
                Map<String, Object> tree = JSON.readValue(bytes, new TypeReference<>() {});
                if (tree != null) {
                    MonitorDocument.read("chairs", tree, "shop");
                }
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            } catch (IOException notJson) {
                assertThat(notJson).isNotNull();
            }
        });
    }
}
