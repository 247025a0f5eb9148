package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.ProviderDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnLinksTest {

    private final OwnLinks links = new OwnLinks(
            ProviderDocument.read(
                    "shop",
                    Map.of("baseUrl", "https://shop.example/api", "alternatives", List.of("https://eu.example"))),
            "https://io.example/v1/proxy/shop");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "location | https://shop.example/api/orders?page=2 | https://io.example/v1/proxy/shop/orders?page=2",
                "location | https://shop.example/api               | https://io.example/v1/proxy/shop",
                "location | https://eu.example/orders              | https://io.example/v1/proxy/shop/orders",
                "location | /api/orders                            | https://io.example/v1/proxy/shop/orders",
                "location | /apis/orders                           | /apis/orders",
                "location | /login                                 | /login",
                "location | //shop.example/api/orders              | //shop.example/api/orders",
                "location | https://shop.example.org/api/orders    | https://shop.example.org/api/orders",
                "location | https://shop.example/apis              | https://shop.example/apis",
                "location | orders/7                               | orders/7",
                "link     | </api/orders?page=2>; rel=next         | <https://io.example/v1/proxy/shop/orders?page=2>; rel=next",
                "x-other  | https://shop.example/api/orders        | https://shop.example/api/orders",
            })
    void an_address_below_the_base_url_leads_through_us(String header, String theirs, String ours) {
        assertThat(links.of(Map.entry(header, List.of(theirs)))).containsExactly(ours);
    }

    @ParameterizedTest
    @CsvSource("link")
    void every_address_of_a_link_header_does(String header) {
        assertThat(links.of(Map.entry(
                        header,
                        List.of("<https://shop.example/api/orders?p=2>; rel=\"next\","
                                + " <https://shop.example/api/orders?p=9>; rel=\"last\""))))
                .containsExactly("<https://io.example/v1/proxy/shop/orders?p=2>; rel=\"next\","
                        + " <https://io.example/v1/proxy/shop/orders?p=9>; rel=\"last\"");
    }
}
