package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {

    private static final String SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

    @Test
    void every_occurrence_is_masked_and_nothing_else() {
        Mask mask = Mask.of(List.of("s3cr3t-value"));

        assertThat(mask.text("s3cr3t-value, s3cr3t-value and s3cr3t-valu s3cr3t-value"))
                .isEqualTo("[secret], [secret] and s3cr3t-valu [secret]");
    }

    @Test
    void the_longest_of_two_secrets_that_begin_alike_is_masked() {
        Mask mask = Mask.of(List.of("abcd", "abcdef", "abcdefgh"));

        assertThat(mask.text("abcdefgh abcdefg abcde")).isEqualTo("[secret] [secret]g [secret]e");
    }

    @Test
    void of_two_secrets_that_overlap_no_end_is_left() {
        Mask mask = Mask.of(List.of("user", "ser-and-a-much-longer-secret", "secret-tail-9876"));

        assertThat(mask.text("the user-and-a-much-longer-secret-tail-9876!")).isEqualTo("the [secret]!");
        assertThat(new String(mask.data(bytes("xser-and-a-much-longer-secret-tail-9876!")), StandardCharsets.UTF_8))
                .isEqualTo("x" + "*".repeat(38) + "!");
    }

    @Test
    void a_text_without_secrets_is_returned_as_it_is() {
        String text = "GET https://api.example.com/orders?a=%41&b=\\u0041 answered 503";
        byte[] data = bytes(text);

        assertThat(Mask.of(List.of("s3cr3t-value")).text(text)).isSameAs(text);
        assertThat(Mask.of(List.of("s3cr3t-value")).data(data)).isSameAs(data);
    }

    @Test
    void secrets_too_short_to_be_secrets_do_not_tear_texts_apart() {
        assertThat(Mask.of(List.of("a", "abc")).text("abc of a")).isEqualTo("abc of a");
    }

    @Test
    void a_password_that_is_a_word_is_masked_in_our_texts_and_left_in_the_data_of_others() {
        Mask mask = Mask.of(List.of("orders", SECRET));

        assertThat(mask.text("refused orders")).isEqualTo("refused [secret]");
        assertThat(new String(mask.data(bytes("{\"orders\":[\"" + SECRET + "\"]}")), StandardCharsets.UTF_8))
                .isEqualTo("{\"orders\":[\"" + "*".repeat(SECRET.length()) + "\"]}");
    }

    @Test
    void data_keep_their_length_and_stay_json() {
        String secret = "quote\"and\\slash/äöü";
        String json = "{\"a\":\"quote\\\"and\\\\slash\\/\\u00e4\\u00F6ü\",\"b\":1}";

        byte[] masked = Mask.of(List.of(secret)).data(bytes(json));

        assertThat(masked).hasSameSizeAs(bytes(json));
        assertThat(new String(masked, StandardCharsets.UTF_8)).matches("\\{\"a\":\"\\*+\",\"b\":1}");
    }

    @Test
    void the_lines_of_a_key_are_masked_however_they_are_joined() {
        String pem = """
                -----BEGIN PRIVATE KEY-----
                MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg
                evZzL1gdAFr88hb2OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMv
                -----END PRIVATE KEY-----
                """;
        Mask mask = Mask.of(List.of(pem));

        assertThat(mask.text(pem.replace("\n", "\\n")))
                .isEqualTo("-----BEGIN PRIVATE KEY-----\\n[secret]\\n[secret]\\n-----END PRIVATE KEY-----\\n");
        assertThat(mask.text("  evZzL1gdAFr88hb2OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMv  "))
                .isEqualTo("  [secret]  ");
        assertThat(mask.text(Base64.getEncoder().encodeToString(bytes(pem)))).startsWith("[secret]");
    }

    @Test
    void the_key_of_a_project_is_masked_by_its_form() {
        String key = "io_0123456789ab_" + "0f".repeat(32);

        assertThat(Mask.of(List.of()).text("who sent " + key + "?")).isEqualTo("who sent io_0123456789ab_[secret]?");
    }

    /** Against the obvious way of doing it, which is too slow to be used. */
    @Test
    void random_texts_are_masked_as_a_search_for_each_secret_would() {
        Random random = new Random(20_000);
        for (int round = 0; round < 2_000; round++) {
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                secrets.add(word(random, 4 + random.nextInt(12)));
            }
            String text = word(random, 200);
            boolean[] hidden = new boolean[text.length()];
            secrets.forEach(secret -> {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    Arrays.fill(hidden, at, at + secret.length(), true);
                }
            });
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < hidden.length; i++) {
                if (!hidden[i]) {
                    expected.append(text.charAt(i));
                } else if (i == 0 || !hidden[i - 1]) {
                    expected.append(Mask.MASKED);
                }
            }
            assertThat(Mask.of(secrets).text(text)).isEqualTo(expected.toString());
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('g' + random.nextInt(3))); // no digits of hexadecimal numbers
        }
        return word.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
