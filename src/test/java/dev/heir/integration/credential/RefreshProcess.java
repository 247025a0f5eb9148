package dev.heir.integration.credential;

import dev.heir.integration.outbound.TokenEndpoints;
import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An instance of its own that gets a newer token each time it is told to, and says with what it would sign. */
final class RefreshProcess {

    static final Duration LEASE = Duration.ofMillis(1_500);

    private RefreshProcess() {}

    /** @param args its name, and how to reach the database; then a version to surpass on each line of its input */
    public static void main(String[] args) throws IOException {
        CredentialConfig config = config();
        KnownSecrets secrets = new KnownSecrets();
        try (AgroalDataSource pool = TestDatabase.pool(args[1], args[2], args[3], 2);
                HttpClient client = HttpClient.newHttpClient()) {
            OnPostgres postgres = new OnPostgres(pool);
            CredentialVault vault = postgres.vault();
            OpenedCredentials opened = new OpenedCredentials(
                    vault, TestSeals.of(config, postgres, secrets).seals(), secrets);
            Tokens tokens = new Tokens(
                    vault,
                    opened,
                    TokenEndpoints.over(client, args[0]),
                    secrets,
                    config,
                    Clock.systemUTC(),
                    new Random());
            vault.all();
            System.out.println("ready");
            BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                System.out.println("signs "
                        + tokens.newerThan("crm", Long.parseLong(line))
                                .map(signature -> signature.headers().getOrDefault("Authorization", ""))
                                .orElse("not"));
            }
        }
    }

    static Process start(TestDatabase database, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RefreshProcess.class.getName(),
                name));
        command.addAll(database.access());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A short lease, so that a dead holder is soon replaced, and an endpoint that may be asked again at once. */
    static CredentialConfig config() {
        return TestConfig.of(Map.of(
                "key",
                Base64.getEncoder().encodeToString(new byte[32]),
                "token-timeout",
                "1200ms",
                "token-lease",
                LEASE.toMillis() + "ms",
                "token-pause",
                "2ms"));
    }
}
