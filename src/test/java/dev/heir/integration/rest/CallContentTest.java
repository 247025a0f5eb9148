package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a typed call can send. */
class CallContentTest {

    private static CallRequest read(String content) {
        try {
            CallDocument document = new ObjectMapper()
                    .readValue("{\"provider\":\"p\",\"operation\":\"o\"," + content + "}", CallDocument.class);
            return CallDocument.given(document).read(Optional.empty());
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(content, wrong);
        }
    }

    private static String type(CallRequest request) {
        return request.headers().getOrDefault("content-type", "");
    }

    @Test
    void a_form_is_encoded_as_browsers_do() {
        CallRequest request = read("\"form\":{\"a b\":\"ä&=\",\"n\":1.10,\"many\":[true,\"2\"]}");
        assertThat(type(request)).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body().text()).isEqualTo("a+b=%C3%A4%26%3D&n=1.1&many=true&many=2");
    }

    @Test
    void parts_are_fields_and_files_and_the_same_parts_are_the_same_bytes() {
        String parts =
                "\"multipart\":[{\"name\":\"a\\\"b\",\"value\":\"ü\"},{\"name\":\"f\",\"filename\":\"x.bin\",\"base64\":\"AP8=\"},"
                        + "{\"name\":\"j\",\"value\":\"{}\",\"type\":\"application/json\"}]";
        CallRequest request = read(parts);
        String boundary = type(request).replace("multipart/form-data; boundary=", "");
        assertThat(new String(request.body().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n\u00c3\u00bc\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n\u0000\u00ff\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"j\"\r\nContent-Type: application/json\r\n\r\n{}\r\n--"
                        + boundary + "--\r\n");
        assertThat(read(parts).body()).isEqualTo(request.body());
    }

    @Test
    void bytes_xml_and_graphql_have_ways_of_their_own() {
        assertThat(read("\"bodyBase64\":\"AP8=\"").body().bytes()).containsExactly(0, 0xff);
        assertThat(read("\"xml\":\"<a/>\"").body().text()).isEqualTo("<a/>");
        assertThat(read("\"query\":\"{ a }\",\"variables\":{\"x\":1},\"operationName\":\"A\"")
                        .body()
                        .text())
                .isEqualTo("{\"query\":\"{ a }\",\"operationName\":\"A\",\"variables\":{\"x\":1}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "body":1,"form":{}                                          | form
            "xml":"<a/>","bodyBase64":"AA=="                            | xml
            "bodyBase64":"!"                                            | bodyBase64
            "form":{"a":{}}                                             | form.a
            "form":{"a":[[]]}                                           | form.a
            "multipart":[]                                              | multipart
            "multipart":[{"value":"x"}]                                 | multipart[0].name
            "multipart":[{"name":"a"}]                                  | multipart[0].value
            "multipart":[{"name":"a","value":"","base64":""}]           | multipart[0].value
            "multipart":[{"name":"a","base64":"?"}]                     | multipart[0].base64
            "multipart":[{"name":"a","value":"","type":"x\\r\\ny: z"}]  | multipart[0].type
            "multipart":[{"name":"a","value":"","file":"x"}]            | multipart[0].file
            "multipart":[null]                                          | multipart[0]
            "headers":{"Content-Type":"a/b"},"multipart":[{"name":"a","value":""}] | headers.content-type
            """)
    void what_cannot_be_sent_is_told(String content, String flaw) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .extracting(Flaw::path)
                        .contains(flaw));
    }
}
