package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class PageUrlTest {

    /** A fragment is never plain, so an address with one is normalised the long way. */
    @Property(tries = 3000)
    void what_is_normal_at_a_glance_is_normal_by_the_book(
            @ForAll @StringLength(max = 14) @Chars({'a', 'b', '1', '2', '.', '-', ':', '8', '0', 'A', '_'}) String host,
            @ForAll @StringLength(max = 12) @Chars({'a', '.', '/', '?', '=', '&', '%', '4', '1', 'Z', '~', ';', ','})
                    String path) {
        String text = "http://" + host + "/" + path;
        Throwable malformed = catchThrowable(() -> PageUrl.parse(text));
        if (malformed == null) {
            assertThat(PageUrl.parse(text)).isEqualTo(PageUrl.parse(text + "#place"));
        } else {
            assertThat(catchThrowable(() -> PageUrl.parse(text + "#place")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
