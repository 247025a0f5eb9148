package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorSignatureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "connection refused|connection refused",
                "order 4711 not found|order <n> not found",
                "took 1,234.5 ms of 10 s|took <n> ms of <n> s",
                "no user 3f2504e0-4f89-11d3-9a0c-0305e82c3301|no user <id>",
                "request req_8fK2jdk3Xy failed|request <id> failed",
                "commit 9fceb02d0ae598e95dc970b74767f19372d61af8|commit <id>",
                "at 2026-11-23T10:00:00.123Z it broke|at <time> it broke",
                "at 2026-11-23 10:00:00 it broke|at <time> it broke",
                "until Mon, 23 Nov 2026 10:00:30 GMT|until <time>",
                "at 10:00:30.5 it broke|at <time> it broke",
                "GET https://api.example.com/v1/orders?page=3&token=x#top failed|GET https://api.example.com/v<n>/orders?<query> failed",
                "Really? yes|Really? yes",
                "no such field \"colour\"|no such field <value>",
                "no such field 'colour 7'|no such field <value>",
                "no such field `a.b`|no such field <value>",
                "can't find it, doesn't matter|can't find it, doesn't matter",
                "connect to 10.0.0.7:8443 timed out|connect to <n> timed out",
                "api-v2-endpoint|api-v<n>-endpoint",
                "an \"unclosed quote|an \"unclosed quote"
            })
    void what_varies_is_taken_out_and_the_cause_stays(String message, String normalised) {
        assertThat(ErrorSignature.normalise(message)).isEqualTo(normalised);
    }

    @Test
    void lines_and_control_characters_become_spaces() {
        assertThat(ErrorSignature.normalise("  a\r\n\tb\u0000c \uD800 ")).isEqualTo("a b c");
    }

    @Test
    void the_same_failure_on_another_day_has_the_same_key() {
        ErrorSignature one = ErrorSignature.of(
                "shop", "GET /orders/4711", Symptom.TIMEOUT, "order 4711: no answer within 10 s (req " + uuid(1) + ")");
        ErrorSignature other = ErrorSignature.of(
                "shop", "GET /orders/12", Symptom.TIMEOUT, "order 12: no answer within 5 s (req " + uuid(2) + ")");
        assertThat(one).isEqualTo(other);
        assertThat(one.key()).isEqualTo("shop|GET /orders/<n>|TIMEOUT|order <n>: no answer within <n> s (req <id>)");
    }

    @Test
    void the_name_of_an_operation_is_kept_as_it_is() {
        assertThat(ErrorSignature.of("shop", "list-orders-v2", Symptom.TIMEOUT, "")
                        .operation())
                .isEqualTo("list-orders-v2");
    }

    @Test
    void another_symptom_or_a_name_with_the_separator_in_it_is_another_key() {
        assertThat(ErrorSignature.of("a", "b", Symptom.TIMEOUT, "m").key())
                .isNotEqualTo(ErrorSignature.of("a", "b", Symptom.HTTP_429, "m").key());
        assertThat(ErrorSignature.of("a|b", "c", Symptom.TIMEOUT, "m").key())
                .isNotEqualTo(
                        ErrorSignature.of("a", "b|c", Symptom.TIMEOUT, "m").key());
    }

    @Property(tries = 5000)
    void a_normalised_message_stays_as_it_is_and_within_bounds(@ForAll("messages") String message) {
        String once = ErrorSignature.normalise(message);
        assertThat(ErrorSignature.normalise(once)).isEqualTo(once);
        assertThat(once).hasSizeLessThanOrEqualTo(ErrorSignature.LONGEST);
        assertThat(once).doesNotContainPattern("[\\p{Nd}\\p{Cntrl}\\p{Cs}]");
    }

    @Property
    void numbers_alone_never_tell_two_failures_apart(@ForAll int one, @ForAll int other) {
        assertThat(ErrorSignature.normalise("order " + Math.abs((long) one) + " is late"))
                .isEqualTo(ErrorSignature.normalise("order " + Math.abs((long) other) + " is late"));
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.strings()
                        .withChars("ab1 9\"'`<>?=&:-.,_/TZé\uD83D\uDE00")
                        .ofMaxLength(260),
                Arbitraries.of("x?a=b", "2026-11-23", "'a'", "\"", "<n>", "deadbeef1", " ")
                        .list()
                        .ofMaxSize(60)
                        .map(parts -> String.join("", parts)));
    }

    private static UUID uuid(long n) {
        return new UUID(n, n * 31);
    }
}
