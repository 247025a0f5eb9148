package dev.heir.integration.outbound.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.credential.CredentialConfig;
import dev.heir.integration.credential.MasterKey;
import dev.heir.integration.credential.NoSealingKey;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.credential.TestConfig;
import dev.heir.integration.provider.Body;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on loopback that wraps with keys of its own, and checks signature and context of what comes. */
@Timeout(30)
class KmsTest {

    private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:key/one";
    private static final String OTHER = "arn:aws:kms:eu-central-1:123456789012:key/two";
    private static final UUID ID = UUID.randomUUID();

    private FakeKms server;

    @BeforeEach
    void listen() throws IOException {
        server = new FakeKms();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_data_key_is_made_there_and_opens_there_only() throws Seals.Unreadable {
        MasterKey.Made made = kms(ARN, "io-test").make(ID);

        SecretKey opened = kms(ARN, "io-test").open(ID, made.wrapped());
        assertThat(opened).isEqualTo(made.key());
        assertThat(opened.getEncoded()).hasSize(32);
        assertThat(opened.getAlgorithm()).isEqualTo("AES");
        assertThat(server.asked()).containsExactly("GenerateDataKey", "Decrypt");
    }

    @Test
    void a_wrapping_opens_for_no_other_data_key_with_no_other_master_and_not_when_it_was_changed() {
        Body wrapped = kms(ARN, "io-test").make(ID).wrapped();
        byte[] changed = wrapped.bytes().clone();
        changed[20] ^= 1;

        assertUnreadable(ARN, UUID.randomUUID(), wrapped);
        assertUnreadable(OTHER, ID, wrapped);
        assertUnreadable(ARN, ID, Body.of(changed));
    }

    @Test
    void a_key_that_another_master_wrapped_is_wrapped_anew() throws Seals.Unreadable {
        SecretKey key = kms(ARN, "io-test").make(ID).key();
        Body anew = kms(OTHER, "io-test").wrap(ID, key);

        assertThat(kms(OTHER, "io-test").open(ID, anew)).isEqualTo(key);
    }

    @Test
    void who_names_another_installation_is_refused_as_one_who_may_be_let_in_later() {
        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> kms(ARN, "another").make(ID))
                .withMessageContaining(ARN)
                .withMessageContaining("400 AccessDeniedException");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void who_is_not_the_role_is_refused() {
        Identity stranger = new Identity("akid", "guessed", Optional.of("session"), "eu-central-1");
        Kms kms = new Kms(ARN, "io-test", () -> new JsonService(stranger, server.url(), "kms", Clock.systemUTC()));

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> kms.make(ID))
                .withMessageContaining("IncompleteSignatureException");
    }

    @Test
    void a_failure_of_its_own_is_asked_past_once() {
        server.fail(500);
        assertThat(kms(ARN, "io-test").make(ID).key()).isNotNull();

        server.fail(500, 503);
        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> kms(ARN, "io-test").make(ID))
                .withMessageContaining("503");
    }

    @Test
    void a_service_that_is_not_there_is_told_as_that() {
        server.close();

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> kms(ARN, "io-test").make(ID))
                .withMessageContaining("could not be asked");
    }

    @Test
    void it_is_asked_in_the_region_of_its_arn_as_the_function_s_role_and_by_no_alias() throws Seals.Unreadable {
        SmallRyeConfig config = TestConfig.whole(Map.of(
                "integration.credential.kms-context", "io-test",
                "AWS_ACCESS_KEY_ID", "akid",
                "AWS_SECRET_ACCESS_KEY", "skid",
                "AWS_SESSION_TOKEN", "session",
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL_KMS", server.url().toString()));
        KmsKeys keys = new KmsKeys(config.getConfigMapping(CredentialConfig.class), config, Clock.systemUTC());

        MasterKey.Made made = keys.named(ARN).make(ID);

        assertThat(keys.named(ARN).open(ID, made.wrapped())).isEqualTo(made.key());
        assertThat(keys.named(ARN).id()).isEqualTo(ARN);
        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> keys.named("alias/integration-orchestrator"))
                .withMessageContaining("must be the ARN of a key");
    }

    private void assertUnreadable(String arn, UUID id, Body wrapped) {
        assertThatExceptionOfType(Seals.Unreadable.class)
                .isThrownBy(() -> kms(arn, "io-test").open(id, wrapped));
    }

    private Kms kms(String arn, String context) {
        return new Kms(arn, context, () -> new JsonService(FakeKms.ROLE, server.url(), "kms", Clock.systemUTC()));
    }
}
