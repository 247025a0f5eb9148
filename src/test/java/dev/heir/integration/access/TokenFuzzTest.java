package dev.heir.integration.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.Jwk;
import dev.heir.integration.credential.OwnSeals;
import dev.heir.integration.fuzz.Fuzz;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an identity provider, or whoever passes for it, and a browser bring when a person signs in. */
@Timeout(1800)
class TokenFuzzTest {

    private static final IssuersKey KEY = IssuersKey.make("k", "EdDSA");
    private static final List<Jwk> KEYS = Jwk.all(IssuersKey.set(KEY));
    private static final IdToken.Expected EXPECTED = new IdToken.Expected(
            "https://issuer.example", "us", "once", "an-access-token", Instant.ofEpochSecond(1_796_126_400));
    private static final IdentityProvider PROVIDER = new IdentityProvider(
            URI.create("https://issuer.example"),
            "us",
            Optional.empty(),
            "groups",
            Set.of(),
            Set.of("platform"),
            false);

    @Test
    void whatever_nobody_signed_is_nobodys_token() {
        Fuzz.of("id-token").texts(text -> {
            String[] parts = text.split("\n", 3);
            String header = encoded(parts[0]);
            String claims = encoded(parts.length > 1 ? parts[1] : "");
            for (String token : List.of(text, header + "." + claims + "." + (parts.length > 2 ? parts[2] : ""))) {
                IdToken.read(token)
                        .ifPresent(read -> assertThat(read.flaw(KEYS, EXPECTED)).isPresent());
            }
        });
    }

    @Test
    void whatever_the_issuer_signed_is_taken_only_when_it_is_for_us_and_names_somebody() {
        JsonMapper json = new JsonMapper();
        Fuzz.of("claims.json").bytes(claims -> {
            Optional<IdToken> token = IdToken.read(KEY.signed(claims));
            if (token.isPresent() && token.get().flaw(KEYS, EXPECTED).isEmpty()) {
                Person person = Claims.person(PROVIDER, token.get().claims());
                assertThat(person.subject()).isNotBlank();
                assertThat(person.name()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
                assertThat(Claims.missing(PROVIDER, person)).contains("platform");
                assertThat(json.readTree(claims).path("iss").asText()).isEqualTo("https://issuer.example");
            }
        });
    }

    @Test
    void no_cookie_that_is_not_ours_is_remembered() {
        Fuzz.of("sealed").bytes(bytes -> {
            String text = Base64.getUrlEncoder().encodeToString(bytes);
            assertThat(SignInMemory.open(OwnSeals.ofTests(), text)).isEmpty();
            assertThat(SignInMemory.open(OwnSeals.ofTests(), new String(bytes, StandardCharsets.ISO_8859_1)))
                    .isEmpty();
        });
    }

    private static String encoded(String text) {
        return IssuersKey.encoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
