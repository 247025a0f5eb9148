package dev.heir.integration.outbound.aws;

import dev.heir.integration.credential.KnownSecrets;
import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * A token per connection to the RDS Proxy (IAM authentication), so that a function keeps no password. Asked only where
 * {@code quarkus.datasource.credentials-provider} is set.
 */
// The driver makes the factory that Terraform's URL names by reflection: it trusts whom the system trusts.
@RegisterForReflection(classNames = "org.postgresql.ssl.DefaultJavaSSLFactory")
@ApplicationScoped
@Unremovable
public class RdsToken implements CredentialsProvider {

    /** RDS accepts a token for no longer; a connection that was made with it stays. */
    private static final int SECONDS = 900;

    private final Config config;
    private final KnownSecrets secrets;
    private final Clock clock;

    @Inject
    RdsToken(Config config, KnownSecrets secrets, Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Map<String, String> getCredentials(String name) {
        Identity identity = Identity.of(variable -> config.getOptionalValue(variable, String.class));
        String user = config.getValue("quarkus.datasource.username", String.class);
        URI server = URI.create(
                config.getValue("quarkus.datasource.jdbc.url", String.class).substring("jdbc:".length()));
        String token = token(identity, server, user, clock.instant());
        // The signature is all that is secret of it, and stands at its end.
        secrets.learnTokens(List.of(token, token.substring(token.lastIndexOf('=') + 1)));
        return Map.of(USER_PROPERTY_NAME, user, PASSWORD_PROPERTY_NAME, token);
    }

    static String token(Identity identity, URI server, String user, Instant now) {
        String host = server.getHost() + ":" + server.getPort();
        return host + "/?"
                + new SignatureV4(identity, "rds-db", now)
                        .query(host, Map.of("Action", "connect", "DBUser", user), SECONDS);
    }
}
