package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.Template.Filled;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ORDER = """
            id: 7
            total: "12.34"
            cents: 1999
            yen: 500
            at: "2026-01-31T23:30:00-02:00"
            seconds: 1769909400
            millis: 1769909400123
            state: PAID
            open: true
            nothing: null
            tiny: 1.10
            lines: [{ sku: a, n: 2 }, { sku: b }]
            words: [x, y]
            "a/b~c": odd
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$/id                                                            | 7",
                "$/a~1b~0c                                                       | \"odd\"",
                "$/lines/1/sku                                                   | \"b\"",
                "$/nothing                                                       | null",
                "$/tiny                                                          | 1.10",
                "plain $/id                                                      | \"plain $/id\"",
                "{ $value: $/id }                                                | \"$/id\"",
                "{ a: $/id, b: [1, $/open, { c: text }] }                        | {\"a\":7,\"b\":[1,true,{\"c\":\"text\"}]}",
                "{ $from: /total, $convert: number }                             | 12.34",
                "{ $from: /total, $convert: to-minor-units }                     | 1234",
                "{ $from: /cents, $convert: [from-minor-units, text] }           | \"19.99\"",
                "{ $from: /yen, $convert: from-minor-units, $digits: 0 }         | 500",
                "{ $from: /id, $convert: text }                                  | \"7\"",
                "{ $from: /state, $convert: lower-case }                         | \"paid\"",
                "{ $from: /at, $convert: to-epoch-seconds }                      | 1769909400",
                "{ $from: /at, $convert: to-epoch-millis }                       | 1769909400000",
                "{ $from: /at, $convert: to-date }                               | \"2026-02-01\"",
                "{ $from: /seconds, $convert: from-epoch-seconds }               | \"2026-02-01T01:30:00Z\"",
                "{ $from: /millis, $convert: from-epoch-millis }                 | \"2026-02-01T01:30:00.123Z\"",
                "{ $from: /state, $words: { PAID: settled, OPEN: pending } }     | \"settled\"",
                "{ $from: /state, $words: { OPEN: pending }, $default: other }   | \"other\"",
                "{ $from: [/missing, /id] }                                      | 7",
                "{ $from: /missing, $default: [] }                               | []",
                "{ $from: /nothing, $default: 0 }                                | 0",
                "{ a: { $from: /missing, $optional: true }, b: 1 }               | {\"b\":1}",
                "[{ $from: /missing, $optional: true }, 1]                       | [1]",
                "{ $from: /lines, $each: { item: $/sku, count: { $from: /n, $default: 1 } } } | [{\"item\":\"a\",\"count\":2},{\"item\":\"b\",\"count\":1}]",
                "{ $from: /words, $each: { word: { $from: '' } } }               | [{\"word\":\"x\"},{\"word\":\"y\"}]",
                "{ $join: [$/state, '#', $/id] }                                 | \"PAID#7\"",
                "{ $join: { $from: /lines, $each: $/sku }, $with: ', ' }         | \"a, b\"",
            })
    void a_template_is_filled_from_what_is_there(String template, String json) throws IOException {
        assertThat(fill(template)).isInstanceOfSatisfying(Filled.Value.class, filled -> {
            try {
                assertThat(JSON.writeValueAsString(filled.value())).isEqualTo(json);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$/missing",
                "{ a: [$/lines/2] }",
                "$/lines/01",
                "{ $from: /nothing, $convert: text }",
                "{ $from: /state, $convert: number }",
                "{ $from: /lines, $convert: text }",
                "{ $from: /tiny, $convert: from-minor-units }",
                "{ $from: /total, $convert: to-minor-units, $digits: 1 }",
                "{ $from: /total, $convert: to-epoch-seconds }",
                "{ $from: /state, $words: { OPEN: pending } }",
                "{ $from: /id, $each: 1 }",
                "{ $from: /lines, $each: $/n }",
                "{ $join: [$/lines] }",
                "{ $join: $/state }",
            })
    void what_does_not_fit_is_no_answer_and_quotes_nothing(String template) throws IOException {
        assertThat(fill(template)).isInstanceOfSatisfying(Filled.Misfit.class, misfit -> assertThat(misfit.reason())
                .isNotBlank()
                .doesNotContain("12.34")
                .doesNotContain("PAID"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ list: { operation: x, response: { a: '$/b~x' } } }               | list.response.a",
                "{ list: { operation: x, response: { a: [{ $from: b }] } } }        | list.response.a[0].$from",
                "{ list: { operation: x, response: { $from: /a, $form: /b } } }     | list.response.$form",
                "{ list: { operation: x, response: { $from: /a, b: 1 } } }          | list.response.b",
                "{ list: { operation: x, response: { $convert: text } } }           | list.response.$from",
                "{ list: { operation: x, response: { $from: /a, $join: [] } } }     | list.response.$from",
                "{ list: { operation: x, response: { $from: /a, $convert: cents } } } | list.response.$convert",
                "{ list: { operation: x, response: { $from: /a, $convert: text, $each: 1 } } } | list.response.$convert",
                "{ list: { operation: x, response: { $from: /a, $digits: 3 } } }    | list.response.$digits",
                "{ list: { operation: x, response: { $from: [] } } }                | list.response.$from",
                "{ list: { operation: x, response: { $join: text } } }              | list.response.$join",
                "{ list: { operation: x, response: { $from: /a, $optional: 1 } } }  | list.response.$optional",
                "{ list: { operation: x, request: { boddy: {} } } }                 | list.request.boddy",
                "{ list: { operation: x, request: { body: {}, form: { a: b } } } }  | list.request.form",
                "{ list: { operation: x, parameters: { a: b }, request: { params: { a: b } } } } | list.parameters",
                "{ list: { operation: x, request: { params: [] } } }                | list.request.params",
            })
    void flaws_of_a_mapping_are_told_where_they_are(String mapping, String path) throws IOException {
        Map<String, Object> tree = tree(mapping);

        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> MappingDocument.read(tree));

        assertThat(invalid).isNotNull();
        assertThat(invalid.flaws()).extracting(Flaw::path).contains(path);
    }

    @Test
    void without_a_source_only_constants_are_there() throws IOException {
        assertThat(template("{ sent: true }").fill(Optional.empty())).isEqualTo(new Filled.Value(Map.of("sent", true)));
        assertThat(template("$/id").fill(Optional.empty())).isInstanceOf(Filled.Misfit.class);
    }

    @Property
    void amounts_go_there_and_back_to_the_last_digit(@ForAll long cents) {
        Object decimal = Conversion.FROM_MINOR_UNITS.apply(cents, 2).orElseThrow();

        assertThat(Conversion.TO_MINOR_UNITS.apply(decimal, 2).orElseThrow()).hasToString(String.valueOf(cents));
    }

    @Property
    void times_go_there_and_back(
            @ForAll @LongRange(min = -62_135_596_800_000L, max = 253_402_300_799_999L) long millis) {
        Object text = Conversion.FROM_EPOCH_MILLIS.apply(millis, 2).orElseThrow();

        assertThat(Conversion.TO_EPOCH_MILLIS.apply(text, 2)).contains(millis);
    }

    private static Filled fill(String template) throws IOException {
        return template(template).fill(Optional.of(tree(ORDER)));
    }

    private static Template template(String written) throws IOException {
        Fields fields = Fields.of(Map.of());
        Template template = TemplateDocument.read(fields, "", YAML.readValue(written, Object.class));
        fields.refuseFlaws();
        return template;
    }

    private static Map<String, Object> tree(String yaml) throws IOException {
        return YAML.readValue(yaml, new TypeReference<>() {});
    }
}
