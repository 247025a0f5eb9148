package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathTextTest {

    @Test
    void what_the_gateway_decoded_is_encoded_again() {
        assertThat(PathText.encoded("/v1/providers/a b/ü?#")).isEqualTo("/v1/providers/a%20b/%C3%BC%3F%23");
    }

    @Test
    void what_is_still_encoded_stays() {
        assertThat(PathText.encoded("/v1/providers/a%2Fb")).isEqualTo("/v1/providers/a%2Fb");
    }

    @Test
    void an_ordinary_path_is_untouched() {
        String path = "/v1/calls/INTEGRATION.SHOP.API_INTEGRATION.HTTPBIN.20000.001";
        assertThat(PathText.encoded(path)).isEqualTo(path);
    }
}
