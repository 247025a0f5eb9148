package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Body;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiAnswerTest {

    @Test
    void text_goes_out_as_text() {
        ApiAnswer answer = ApiAnswer.of(200, Map.of(), List.of(), Body.of("Straße"));
        assertThat(answer.body()).isEqualTo("Straße");
        assertThat(answer.isBase64Encoded()).isFalse();
    }

    @Test
    void what_is_no_utf_8_goes_out_as_base64() {
        ApiAnswer answer = ApiAnswer.of(200, Map.of(), List.of(), Body.of(new byte[] {(byte) 0xff, 0}));
        assertThat(answer.body()).isEqualTo("/wA=");
        assertThat(answer.isBase64Encoded()).isTrue();
    }

    @Test
    void the_gateway_finds_the_names_it_looks_for() throws JsonProcessingException {
        ApiAnswer answer = ApiAnswer.of(201, Map.of("location", "/x"), List.of("a=1"), Body.of("{}"));
        assertThat(new ObjectMapper().writeValueAsString(answer))
                .isEqualTo(
                        "{\"statusCode\":201,\"headers\":{\"location\":\"/x\"},\"cookies\":[\"a=1\"],\"body\":\"{}\",\"isBase64Encoded\":false}");
    }
}
