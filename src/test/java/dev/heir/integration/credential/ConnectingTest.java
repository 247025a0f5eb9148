package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.credential.Connecting.Begun;
import dev.heir.integration.credential.Connecting.Ended;
import dev.heir.integration.credential.Connecting.Returned;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import dev.heir.integration.credential.TokenEndpoint.Place;
import dev.heir.integration.provider.Body;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private static final String ISSUER = "https://id.example";

    private final ObjectNode said = new JsonMapper()
            .createObjectNode()
            .put("issuer", ISSUER)
            .put("authorization_endpoint", ISSUER + "/authorize?tenant=1")
            .put("token_endpoint", ISSUER + "/token")
            .put("authorization_response_iss_parameter_supported", true);
    private final List<TokenEndpoint.Request> asked = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final FakeVault vault = new FakeVault(clock);
    private final KnownSecrets secrets = new KnownSecrets();
    private final CredentialConfig config =
            SealingTest.config(Optional.of(Base64.getEncoder().encodeToString(new byte[32])), Path.of("unused"));
    private final Seals seals = TestSeals.of(config);
    private final OpenedCredentials opened = new OpenedCredentials(vault, seals, secrets);
    private final TokenEndpoint endpoint = request -> {
        asked.add(request);
        return new Outcome.Granted(new GrantedTokens("access-of-ada", Optional.of("refresh-of-ada")), Optional.empty());
    };
    private final Connecting connecting = new Connecting(
            vault,
            opened,
            new Pendings(),
            seals,
            new Tokens(vault, opened, endpoint, secrets, config, clock, new Random(7)),
            endpoint,
            secrets,
            OwnIssuers.of(said),
            config,
            clock);

    @Test
    void the_issuer_alone_is_enough_to_sign_in() {
        register(Map.of("issuer", ISSUER));
        String url = begin();
        assertThat(url)
                .startsWith(ISSUER + "/authorize?tenant=1&response_type=code&client_id=us&")
                .contains("&scope=orders", "&code_challenge_method=S256");

        assertThat(end(url, Optional.of(ISSUER))).isEqualTo(new Ended.Connected("crm"));
        assertThat(asked.getFirst().place()).isEqualTo(new Place.OfIssuer(URI.create(ISSUER)));
        assertThat(opened.find("crm").flatMap(OpenedCredentials.Opened::granted))
                .isPresent();
    }

    @Test
    void a_code_that_another_issuer_sent_or_nobody_says_who_goes_nowhere() {
        register(Map.of("issuer", ISSUER));
        assertThat(refusal(end(begin(), Optional.of("https://evil.example")))).contains("another issuer's");
        assertThat(refusal(end(begin(), Optional.empty()))).contains("nobody says whose it is");
        assertThat(asked).isEmpty();
    }

    @Test
    void what_was_written_down_counts_before_what_the_issuer_says() {
        register(
                Map.of("issuer", ISSUER, "authorizationUrl", "https://a.example/x", "tokenUrl", "https://t.example/y"));
        String url = begin();
        assertThat(url).startsWith("https://a.example/x?");
        end(url, Optional.of(ISSUER));
        assertThat(asked.getFirst().place()).isEqualTo(new Place.At(URI.create("https://t.example/y")));
    }

    @Test
    void an_issuer_that_does_not_say_where_is_told() {
        said.remove("authorization_endpoint");
        register(Map.of("issuer", ISSUER));
        assertThat(connecting.begin("crm", URI.create("http://localhost:8080/")))
                .isInstanceOfSatisfying(Begun.Unavailable.class, none -> assertThat(none.reason())
                        .contains(ISSUER, "authorization_endpoint"));
    }

    @Test
    void the_code_that_came_back_is_known_as_a_secret_from_then_on() {
        register(Map.of("authorizationUrl", "https://a.example/x", "tokenUrl", "https://t.example/y"));
        end(begin(), Optional.empty());
        assertThat(secrets.mask("code-that-came-back")).isEqualTo("[secret]");
    }

    private void register(Map<String, String> endpoints) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "kind",
                "oauth2-authorization-code",
                "clientId",
                "us",
                "scope",
                "orders",
                "origins",
                List.of("https://api.example")));
        document.putAll(endpoints);
        Credential credential = CredentialDocument.read("crm", document);
        vault.put("crm", credential.kind(), opened.seal("crm", document));
    }

    private String begin() {
        return ((Begun.There) connecting.begin("crm", URI.create("http://localhost:8080/")))
                .authorizationUrl()
                .toString();
    }

    private Ended end(String url, Optional<String> issuer) {
        return connecting.end(
                url.replaceAll(".*[?&]state=([^&]*).*", "$1"),
                new Returned(Optional.of("code-that-came-back"), Optional.empty(), issuer));
    }

    private static String refusal(Ended ended) {
        return ((Ended.Refused) ended).reason();
    }

    private static final class Pendings implements PendingConnections {

        private final Map<String, Pending> all = new HashMap<>();

        @Override
        public void begin(String stateHash, String credential, Body sealed, Duration lifetime) {
            all.put(stateHash, new Pending(credential, sealed));
        }

        @Override
        public Optional<Pending> take(String stateHash) {
            return Optional.ofNullable(all.remove(stateHash));
        }
    }
}
