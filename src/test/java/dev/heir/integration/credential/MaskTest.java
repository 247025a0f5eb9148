package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    @Test
    void every_occurrence_is_masked_and_nothing_else() {
        Mask mask = new Mask(List.of("s3cr3t-value"));

        assertThat(mask.apply("s3cr3t-values3cr3t-value and s3cr3t-valu s3cr3t-value"))
                .isEqualTo("[secret][secret] and s3cr3t-valu [secret]");
    }

    @Test
    void the_longest_of_two_secrets_that_begin_alike_is_masked() {
        Mask mask = new Mask(List.of("abcd", "abcdef", "abcdefgh"));

        assertThat(mask.apply("abcdefgh abcdefg abcde")).isEqualTo("[secret] [secret]g [secret]e");
    }

    @Test
    void a_text_without_secrets_is_returned_as_it_is() {
        String text = "GET https://api.example.com/orders answered 503";

        assertThat(new Mask(List.of("s3cr3t-value")).apply(text)).isSameAs(text);
    }

    @Test
    void secrets_too_short_to_be_secrets_do_not_tear_texts_apart() {
        assertThat(new Mask(List.of("a", "abc")).apply("abc of a")).isEqualTo("abc of a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "p\"q\\r/s t+u&v=w%x",
                "pässwörd mit ß und 密码",
                "ends-with-slash/",
                "abcd\tef"
            })
    void a_secret_is_masked_in_each_spelling(String secret) {
        Mask mask = new Mask(Spellings.of(secret));
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
        for (String spelled : List.of(secret, form, form.replace("+", "%20"), json, json.replace("/", "\\/"))) {
            assertThat(mask.apply("before " + spelled + " after")).isEqualTo("before [secret] after");
        }
        for (String user : List.of("", "u", "us", "use", "user:", "a longer user:")) {
            byte[] bytes = (user + secret).getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder base64 :
                    List.of(Base64.getEncoder(), Base64.getEncoder().withoutPadding(), Base64.getUrlEncoder())) {
                String encoded = base64.encodeToString(bytes);
                String masked = mask.apply("Basic " + encoded);
                // A character at each end depends on the neighbours too; padding may follow.
                assertThat(masked).contains(Mask.MASKED);
                int head = masked.indexOf(Mask.MASKED) - "Basic ".length();
                int tail = masked.length() - masked.lastIndexOf(Mask.MASKED) - Mask.MASKED.length();
                assertThat(head).isLessThanOrEqualTo(user.length() * 8 / 6 + 1);
                assertThat(tail).isLessThanOrEqualTo(3);
            }
        }
    }

    /** Against the obvious way of doing it, which is too slow to be used. */
    @Test
    void random_texts_are_masked_as_a_search_for_each_secret_would() {
        Random random = new Random(20_000);
        for (int round = 0; round < 2_000; round++) {
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                secrets.add(word(random, 4 + random.nextInt(4)));
            }
            String masked = new Mask(secrets).apply(word(random, 200));
            assertThat(secrets).noneMatch(masked.replace(Mask.MASKED, "\u0000")::contains);
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
