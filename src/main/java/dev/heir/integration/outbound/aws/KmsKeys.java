package dev.heir.integration.outbound.aws;

import dev.heir.integration.credential.CredentialConfig;
import dev.heir.integration.credential.MasterKey;
import dev.heir.integration.credential.NoSealingKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/** The keys of AWS KMS that the configuration names. */
@ApplicationScoped
class KmsKeys implements MasterKey.Remote {

    /** As AWS' own tools call it: a place to ask instead of the region's. */
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_KMS";

    private final CredentialConfig credential;
    private final Config config;
    private final Clock clock;

    KmsKeys(CredentialConfig credential, Config config, Clock clock) {
        this.credential = credential;
        this.config = config;
        this.clock = clock;
    }

    /** @param arn and no alias: what an alias means can change, and then nothing would open any more */
    @Override
    public MasterKey named(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length != 6 || !parts[0].equals("arn") || !parts[2].equals("kms") || !parts[5].startsWith("key/")) {
            throw new NoSealingKey("integration.credential.kms-key must be the ARN of a key, such as"
                    + " arn:aws:kms:eu-central-1:123456789012:key/1234abcd-..., was " + arn);
        }
        return new Kms(arn, credential.kmsContext(), () -> service(parts[3]));
    }

    private JsonService service(String region) {
        Identity identity = Identity.of(name -> config.getOptionalValue(name, String.class));
        URI endpoint = config.getOptionalValue(ENDPOINT, URI.class)
                .orElseGet(() -> URI.create("https://kms." + region + ".amazonaws.com"));
        return new JsonService(identity.in(region), endpoint, "kms", clock);
    }
}
