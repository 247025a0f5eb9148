package dev.heir.integration.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.monitor.Receiver;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    /** Published with the specification's own libraries. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final Body BODY = Body.of("{\"test\": 2432232314}");
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void it_signs_as_the_specifications_own_example_is_signed() {
        assertThat(WebhookSecret.headers(ID, AT, BODY, List.of(WebhookSecret.parse(SECRET))))
                .isEqualTo(Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", SIGNATURE));
    }

    @Test
    void the_sample_receiver_believes_the_specifications_example_and_nothing_like_it() {
        Receiver receiver = Receiver.ofTheSample();
        long now = AT.getEpochSecond();

        assertThat(receiver.believes(SECRET, ID, "1614265330", SIGNATURE, BODY.bytes(), now))
                .isTrue();
        assertThat(receiver.believes(SECRET, ID, "1614265330", "v1,AAAA " + SIGNATURE, BODY.bytes(), now + 299))
                .isTrue();
        assertThat(receiver.believes(SECRET, ID, "1614265330", SIGNATURE, BODY.bytes(), now + 301))
                .as("recorded and played again")
                .isFalse();
        assertThat(receiver.believes(SECRET, ID, "1614265331", SIGNATURE, BODY.bytes(), now))
                .isFalse();
        assertThat(receiver.believes(SECRET, ID + "x", "1614265330", SIGNATURE, BODY.bytes(), now))
                .isFalse();
        assertThat(receiver.believes(SECRET, ID, "1614265330", SIGNATURE, "{}".getBytes(UTF_8), now))
                .isFalse();
        assertThat(receiver.believes(SECRET, ID, "1614265330", SIGNATURE.replace("v1,", "v1a,"), BODY.bytes(), now))
                .isFalse();
        assertThat(receiver.believes(WebhookSecret.make().text(), ID, "1614265330", SIGNATURE, BODY.bytes(), now))
                .isFalse();
    }

    @Test
    void one_that_is_made_has_256_bits_nobody_guesses_and_does_not_tell_them_by_accident() {
        WebhookSecret one = WebhookSecret.make();

        assertThat(one.text())
                .startsWith("whsec_")
                .isNotEqualTo(WebhookSecret.make().text());
        assertThat(Base64.getDecoder().decode(one.text().substring(6))).hasSize(32);
        assertThat(WebhookSecret.parse(one.text()).text()).isEqualTo(one.text());
        assertThat(one.toString()).doesNotContain(one.text().substring(6, 16));
        assertThat(one.spellings()).contains(one.text());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSecret.parse("sk_live_4242"))
                .withMessageNotContaining("4242");
    }
}
