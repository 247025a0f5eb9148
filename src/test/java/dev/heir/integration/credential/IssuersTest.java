package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.IssuerDocuments.Got;
import dev.heir.integration.credential.Issuers.Said;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final URI ISSUER = URI.create("https://issuer.example/realm");
    private static final String PLACE = ISSUER + "/.well-known/openid-configuration";
    private static final String KEYS = "https://keys.example/set";

    private final Map<String, Got> published = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final Issuers issuers = new Issuers(
            (uri, internal) -> {
                asked.add(uri.toString());
                return published.getOrDefault(uri.toString(), new Got.Absent());
            },
            clock);

    @BeforeEach
    void publish() throws Exception {
        published.put(PLACE, document("authorization_endpoint: https://issuer.example/auth"));
        published.put(KEYS, keys("one"));
    }

    @Test
    void what_an_issuer_said_is_believed_for_an_hour() throws Exception {
        metadata();
        clock.advance(Issuers.BELIEVED.minusSeconds(1));
        assertThat(metadata().authorization()).contains(URI.create("https://issuer.example/auth"));
        assertThat(asked).containsExactly(PLACE);
        published.put(PLACE, document("authorization_endpoint: https://issuer.example/new"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(metadata().authorization()).contains(URI.create("https://issuer.example/new"));
    }

    @Test
    void one_that_does_not_answer_is_left_alone_for_a_moment_and_then_asked_again() {
        published.put(PLACE, new Got.Failed("it is down"));
        assertThat(said()).isInstanceOf(Said.Unknown.class);
        assertThat(said()).isInstanceOf(Said.Unknown.class);
        assertThat(asked).hasSize(1);
        clock.advance(Issuers.LEFT_ALONE);
        assertThat(said()).isInstanceOf(Said.Unknown.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    @Timeout(20)
    void a_hundred_who_come_at_once_have_it_asked_once() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        AtomicInteger asks = new AtomicInteger();
        Issuers slow = new Issuers(
                (_, _) -> {
                    asks.incrementAndGet();
                    awaited(all);
                    return published.getOrDefault(PLACE, new Got.Absent());
                },
                clock);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            people.add(Thread.startVirtualThread(() -> {
                all.countDown();
                assertThat(slow.metadata(ISSUER, false)).isInstanceOf(Said.Known.class);
            }));
        }
        for (Thread person : people) {
            person.join();
        }
        assertThat(asks).hasValue(1);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void no_issuer_speaks_for_another() throws Exception {
        published.put(PLACE, new Got.Document(JSON.readTree("{\"issuer\": \"https://issuer.example/realm/\"}")));
        assertThat(said()).isInstanceOfSatisfying(Said.Unknown.class, unknown -> assertThat(unknown.reason())
                .contains("another issuer's"));
    }

    @Test
    void one_of_oauth_alone_is_found_where_rfc_8414_puts_it() {
        Got oauth = published.remove(PLACE);
        published.put("https://issuer.example/.well-known/oauth-authorization-server/realm", oauth);
        assertThat(metadata().issuer()).isEqualTo(ISSUER);
    }

    @ParameterizedTest
    @CsvSource({
        "http://issuer.example/auth, false",
        "ftp://issuer.example/auth, true",
        "https://me@issuer.example/auth, false",
        "https://issuer.example/auth#x, false",
        "javascript:alert(1), true",
        "'', true",
        "/auth, true"
    })
    void an_address_that_we_would_not_ask_is_none(String address, boolean internal) throws Exception {
        published.put(PLACE, document("authorization_endpoint: " + address));
        assertThat(((Said.Known<IssuerMetadata>) issuers.metadata(ISSUER, internal))
                        .value()
                        .authorization())
                .isEmpty();
    }

    @Test
    void a_secret_goes_into_the_form_only_where_the_header_is_not_taken() throws Exception {
        assertThat(metadata().secretInBody()).isFalse();
        clock.advance(Issuers.BELIEVED);
        published.put(PLACE, document("token_endpoint_auth_methods_supported: [client_secret_post]"));
        assertThat(metadata().secretInBody()).isTrue();
    }

    @Test
    void keys_that_changed_are_found_by_the_first_token_that_names_a_new_one() throws Exception {
        assertThat(keysFor("one")).containsExactly("one");
        published.put(KEYS, keys("one", "two"));
        assertThat(keysFor("one")).containsExactly("one");
        assertThat(keysFor("two")).containsExactly("one", "two");
        assertThat(asked).containsExactly(PLACE, KEYS, KEYS);
    }

    @Test
    void a_key_that_is_nowhere_is_looked_for_once_a_minute() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(keysFor("three")).containsExactly("one");
        }
        assertThat(asked).containsExactly(PLACE, KEYS, KEYS);
        clock.advance(Issuers.PAUSE);
        keysFor("three");
        assertThat(asked).hasSize(4);
    }

    @Test
    void a_key_that_was_withdrawn_is_believed_for_an_hour_at_most() throws Exception {
        assertThat(keysFor("one")).containsExactly("one");
        published.put(KEYS, keys("two"));
        clock.advance(Issuers.BELIEVED);
        assertThat(keysFor("one")).containsExactly("two");
    }

    private List<String> keysFor(String id) {
        return ((Said.Known<List<Jwk>>) issuers.keys(metadata(), false, Optional.of(id)))
                .value().stream().map(key -> key.id().orElseThrow()).toList();
    }

    private IssuerMetadata metadata() {
        return ((Said.Known<IssuerMetadata>) said()).value();
    }

    private Said<IssuerMetadata> said() {
        return issuers.metadata(ISSUER, false);
    }

    private static Got document(String line) throws Exception {
        String yaml = "issuer: " + ISSUER + "\njwks_uri: " + KEYS + "\n" + line;
        return new Got.Document(new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(yaml));
    }

    /** The key of RFC 8037, appendix A.2. */
    private static Got keys(String... ids) throws Exception {
        StringBuilder keys = new StringBuilder();
        for (String id : ids) {
            keys.append(keys.isEmpty() ? "" : ", ").append("""
                    {"kty": "OKP", "crv": "Ed25519", "kid": "%s", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
                    """.formatted(id));
        }
        JsonNode set = JSON.readTree("{\"keys\": [" + keys + "]}");
        return new Got.Document(set);
    }
}
