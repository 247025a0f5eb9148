package dev.heir.integration.credential;

import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * An instance of its own that signs with every credential again and again, from memory and from the database, puts one anew
 * now and then, and sweeps; at the end of its input it says how often it signed, and what went wrong.
 */
final class RotationProcess {

    private RotationProcess() {}

    /** @param args its master key, the other one or "none", and how to reach the database */
    public static void main(String[] args) throws IOException {
        Map<String, String> keys =
                args[1].equals("none") ? Map.of("key", args[0]) : Map.of("key", args[0], "other-key", args[1]);
        CredentialConfig config = TestConfig.of(keys);
        KnownSecrets secrets = new KnownSecrets();
        try (AgroalDataSource pool = TestDatabase.pool(args[2], args[3], args[4], 2)) {
            OnPostgres postgres = new OnPostgres(pool);
            TestSeals sealing = TestSeals.of(config, postgres, secrets);
            CredentialVault vault = postgres.vault();
            OpenedCredentials opened = new OpenedCredentials(vault, sealing.seals(), secrets);
            Tokens tokens = new Tokens(
                    vault,
                    opened,
                    request -> {
                        throw new IllegalStateException("nobody is asked for a token");
                    },
                    secrets,
                    config,
                    Clock.systemUTC(),
                    new Random());
            SealedCredentials credentials = new SealedCredentials(opened, tokens);
            RegisteredCredentials registered =
                    new RegisteredCredentials(vault, opened, request -> Optional.empty(), secrets, config);
            BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            long signed = 0;
            long failed = 0;
            for (int round = 0; round == 0 || !told.ready(); round++) {
                for (String id : RotationDrillTest.IDS) {
                    String expected = RotationDrillTest.token(id);
                    boolean fromMemory = signs(credentials.sign(id, config.tokenTimeout()), expected);
                    boolean anew =
                            signs(vault.current(id).flatMap(opened::open).flatMap(each -> each.signature()), expected);
                    signed += 2;
                    failed += (fromMemory ? 0 : 1) + (anew ? 0 : 1);
                }
                String put = RotationDrillTest.IDS.get(round % RotationDrillTest.IDS.size());
                registered.put(put, RotationDrillTest.document(put));
                sealing.keys().tend();
                if (round == 0) {
                    System.out.println("ready");
                }
            }
            System.out.println("signed " + signed + " failed " + failed);
        }
    }

    private static boolean signs(Optional<Signature> signature, String expected) {
        return signature
                .map(each -> ("Bearer " + expected).equals(each.headers().get("Authorization")))
                .orElse(false);
    }
}
