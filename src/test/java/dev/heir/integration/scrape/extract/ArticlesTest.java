package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArticlesTest {

    private static final String SENTENCE =
            "The harbour was rebuilt after the storm, and since then no ship has been lost within its walls. ";

    @Test
    void the_article_is_found_without_the_frame_around_it() {
        Article article = article("""
                <html lang="en-GB"><head><title>Harbour - The Times</title>
                <meta name="author" content="By Ada Byron">
                <meta property="article:published_time" content="2026-03-01T10:00:00+01:00"></head><body>
                <div class="top-menu"><a href=1>Home</a> <a href=2>News</a></div>
                <div id="wrap"><div class="story"><h1>The harbour<a href="#h">¶</a></h1><p>%s</p><p>%s</p>
                <div class="share-buttons">Share this on everything</div><pre>a
                  b</pre><ul><li>first <b>point</b></li></ul></div>
                <div class="sidebar">%s</div></div>
                <div class="comments"><p>%s</p></div><footer>All rights reserved</footer></body></html>""");

        assertThat(article.title()).hasValue("The harbour");
        assertThat(article.byline()).hasValue("Ada Byron");
        assertThat(article.published()).hasValue("2026-03-01T10:00+01:00");
        assertThat(article.language()).hasValue("en-GB");
        assertThat(article.paragraphs())
                .containsExactly(
                        "The harbour",
                        SENTENCE.repeat(2).strip(),
                        SENTENCE.repeat(2).strip(),
                        "a\n  b",
                        "first point");
    }

    @Test
    void a_page_that_calls_everything_a_sidebar_is_read_all_the_same() {
        Article article = article("<body class='has sidebar'><div class='sidebar'><p>%s</p><p>%s</p></div></body>");
        assertThat(article.paragraphs()).hasSize(2);
    }

    @Test
    void a_list_of_articles_is_read_as_a_whole() {
        Article article =
                article("<main><article><h2>A</h2><p>%s</p></article><article><h2>B</h2><p>%s</p></article></main>");
        assertThat(article.paragraphs()).contains("A", "B");
    }

    @Test
    void a_page_that_says_little_has_no_article() {
        assertThat(Articles.of(Pages.page("<a href=1>one</a> <a href=2>two</a><p>short"), 1000))
                .isEmpty();
        assertThat(Articles.of(Pages.page(""), 1000)).isEmpty();
    }

    @Test
    void no_more_is_kept_than_there_is_room_for() {
        Optional<Article> article = Articles.of(Pages.page("<p>" + SENTENCE.repeat(100)), 500);
        assertThat(article.orElseThrow().text()).hasSize(500);
    }

    private static Article article(String html) {
        String filled = html.replace("%s", SENTENCE.repeat(2));
        return Articles.of(Pages.page(filled), 100_000).orElseThrow();
    }
}
