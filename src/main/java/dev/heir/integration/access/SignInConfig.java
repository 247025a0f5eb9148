package dev.heir.integration.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who vouches for people, and which of them may what; without an issuer nobody signs in. */
@ConfigMapping(prefix = "integration.sign-in")
public interface SignInConfig {

    /** As its discovery document names itself, letter by letter. */
    Optional<URI> issuer();

    Optional<String> clientId();

    /** Without one the client is a public one, which PKCE protects. */
    Optional<String> clientSecret();

    /**
     * Where browsers find us: {@code /v1/sign-in/callback} below it is what has to be registered with the issuer. Without it
     * people sign in on this machine only.
     */
    @WithDefault("${integration.public-url:}")
    Optional<URI> publicUrl();

    /** Of the ID token: a text or a list of texts. One that begins with a slash leads to it (RFC 6901). */
    @WithDefault("groups")
    String roleClaim();

    /** Values of the claim that make an operator. */
    Optional<Set<String>> operators();

    /** Values of the claim that make an administrator. */
    Optional<Set<String>> admins();

    @WithDefault("openid profile email")
    String scope();

    /** So long nobody touches a session before it ends: a browser that was left open at lunch is still signed in. */
    @WithDefault("2h")
    Duration idle();

    /** A working day: nobody signs in twice in one, and what the issuer took away meanwhile is gone the next morning. */
    @WithDefault("12h")
    Duration longest();

    /** Whether the issuer may have a private or loopback address, and be asked without TLS. */
    @WithDefault("false")
    boolean internal();

    /** One exchange of a code: a person waits for it. */
    @WithDefault("5s")
    Duration timeout();
}
