package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<link rel=next href='?page=2'>|https://shop.example/list?page=2",
                "<a rel='nofollow next' href='/l2#x'>more</a>|https://shop.example/l2",
                "<a href='/b'>Nächste Seite</a>|https://shop.example/b",
                "<a aria-label='Next page' href='/b'><svg></svg></a>|https://shop.example/b",
                "<ul class=pagination><a href='/b'>»</a></ul>|https://shop.example/b",
                "<div class=slides><a href='/b'>»</a></div>|",
                "<a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=3'>3</a>|https://shop.example/list?page=2",
                "<a rel=next href='?page=1'>self</a>|",
                "<a rel=next href='https://other.example/2'>elsewhere</a>|",
                "<a class=disabled href='/b'>next</a>|",
                "<a href='javascript:go()'>next</a>|",
                "<a href='/contact'>contact</a>|"
            })
    void a_list_goes_on_where_its_page_says_so(String html, String next) {
        assertThat(NextPage.of(Pages.page(html), URI.create(Pages.AT)))
                .isEqualTo(Optional.ofNullable(next).map(URI::create));
    }
}
