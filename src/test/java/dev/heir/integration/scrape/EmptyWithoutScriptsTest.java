package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages wait for their scripts. */
class EmptyWithoutScriptsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div id=root></div><script src=/app.js></script>",
                "<div id=__next><p>Loading</p></div><script type=module src=/app.js></script>",
                "<body ng-app=shop><script src=/angular.js></script>",
                "<noscript>You need to enable JavaScript to run this app.</noscript><script src=/a.js></script>",
                "<head><noscript>Please turn on Java Script</noscript></head><main></main><script>go()</script>"
            })
    void pages_that_their_scripts_have_yet_to_write(String html) {
        assertThat(EmptyWithoutScripts.is(seen(html))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Closed today.</p>",
                "<p>Closed today.</p><script src=/analytics.js></script>",
                "<div id=root></div>",
                "<div id=root></div><script type=application/ld+json>{}</script>",
                "<noscript><img src=/pixel.gif></noscript><p>Closed</p><script src=/a.js></script>",
                ""
            })
    void pages_that_merely_say_little(String html) {
        assertThat(EmptyWithoutScripts.is(seen(html))).isFalse();
    }

    @org.junit.jupiter.api.Test
    void a_page_that_says_much_needs_no_browser_whatever_it_is_made_with() {
        String much = "<div id=root>" + "All that there is to say. ".repeat(10) + "</div><script src=/a.js></script>";

        assertThat(EmptyWithoutScripts.is(seen(much))).isFalse();
    }

    private static Seen seen(String html) {
        return Seen.of(Jsoup.parse(html));
    }
}
