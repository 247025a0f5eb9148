package dev.heir.integration.access;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A configuration of sign-in, by its keys; lists are divided by commas. */
record Configured(Map<String, String> keys) implements SignInConfig {

    static Configured fully() {
        return new Configured(Map.of(
                "issuer",
                FakeIssuer.ISSUER.toString(),
                "client-id",
                "us",
                "client-secret",
                "a-secret-of-the-client",
                "operators",
                "support,night",
                "admins",
                "platform"));
    }

    Configured with(String key, String value) {
        Map<String, String> changed = new java.util.HashMap<>(keys);
        changed.put(key, value);
        return new Configured(changed);
    }

    Configured without(String key) {
        Map<String, String> changed = new java.util.HashMap<>(keys);
        changed.remove(key);
        return new Configured(changed);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    @Override
    public Optional<URI> issuer() {
        return text("issuer").map(URI::create);
    }

    @Override
    public Optional<String> clientId() {
        return text("client-id");
    }

    @Override
    public Optional<String> clientSecret() {
        return text("client-secret");
    }

    @Override
    public Optional<URI> publicUrl() {
        return text("public-url").map(URI::create);
    }

    @Override
    public String roleClaim() {
        return text("role-claim").orElse("groups");
    }

    @Override
    public Optional<Set<String>> operators() {
        return text("operators").map(list -> Set.of(list.split(",")));
    }

    @Override
    public Optional<Set<String>> admins() {
        return text("admins").map(list -> Set.of(list.split(",")));
    }

    @Override
    public String scope() {
        return "openid";
    }

    @Override
    public Duration idle() {
        return Duration.ofHours(2);
    }

    @Override
    public Duration longest() {
        return Duration.ofHours(12);
    }

    @Override
    public boolean internal() {
        return text("internal").isPresent();
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(5);
    }
}
