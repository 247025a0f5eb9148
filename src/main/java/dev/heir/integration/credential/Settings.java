package dev.heir.integration.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person registered as a credential, by its kind. Its text never shows a secret. */
sealed interface Settings
        permits Settings.ApiKey, Settings.Basic, Settings.Bearer, Settings.MutualTls, Settings.Schemed, Exchanged {

    /** The word of the document. */
    String kind();

    /** What must be masked wherever it turns up. */
    List<String> secrets();

    /** What a request is signed with; empty where a token has to be had first. */
    Optional<Signature> signature();

    /** What may be shown of it. */
    Map<String, String> open();

    static Signature bearer(String token) {
        return new Signature(Map.of("Authorization", "Bearer " + token), Map.of());
    }

    /** A token that somebody got by hand (RFC 6750). */
    record Bearer(String token) implements Settings {

        @Override
        public String kind() {
            return "bearer";
        }

        @Override
        public List<String> secrets() {
            return List.of(token);
        }

        @Override
        public Optional<Signature> signature() {
            return Optional.of(bearer(token));
        }

        @Override
        public Map<String, String> open() {
            return Map.of();
        }

        @Override
        public String toString() {
            return "Bearer[secret]";
        }
    }

    /** @param inHeader else in the query */
    record ApiKey(boolean inHeader, String name, String value) implements Settings {

        @Override
        public String kind() {
            return "api-key";
        }

        @Override
        public List<String> secrets() {
            return List.of(value);
        }

        @Override
        public Optional<Signature> signature() {
            Map<String, String> named = Map.of(name, value);
            return Optional.of(inHeader ? new Signature(named, Map.of()) : new Signature(Map.of(), named));
        }

        @Override
        public Map<String, String> open() {
            return Map.of(inHeader ? "header" : "query", name);
        }

        @Override
        public String toString() {
            return "ApiKey[" + name + ", secret]";
        }
    }

    /** @param password may be empty: some providers take their key as the user name */
    record Basic(String username, String password) implements Settings {

        @Override
        public String kind() {
            return "basic";
        }

        @Override
        public List<String> secrets() {
            // Without a password it is the user name that opens the door.
            return List.of(password.isEmpty() ? username : password, encoded());
        }

        @Override
        public Optional<Signature> signature() {
            return Optional.of(new Signature(Map.of("Authorization", "Basic " + encoded()), Map.of()));
        }

        @Override
        public Map<String, String> open() {
            return password.isEmpty() ? Map.of() : Map.of("username", username);
        }

        @Override
        public String toString() {
            return "Basic[secret]";
        }

        /** RFC 7617, section 2. */
        private String encoded() {
            return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What signs each request by itself. */
    record Schemed(Scheme scheme) implements Settings {

        @Override
        public String kind() {
            return scheme.kind();
        }

        @Override
        public List<String> secrets() {
            return scheme.secrets();
        }

        @Override
        public Optional<Signature> signature() {
            return Optional.of(Signature.by(scheme));
        }

        @Override
        public Map<String, String> open() {
            return scheme.open();
        }
    }

    /** Nothing but the certificate of the connection. */
    record MutualTls() implements Settings {

        @Override
        public String kind() {
            return "mutual-tls";
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }

        @Override
        public Optional<Signature> signature() {
            return Optional.of(Signature.NONE);
        }

        @Override
        public Map<String, String> open() {
            return Map.of();
        }
    }
}
