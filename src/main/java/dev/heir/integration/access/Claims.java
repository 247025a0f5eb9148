package dev.heir.integration.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Reads who somebody is from the claims of an ID token that was verified. */
final class Claims {

    private static final int LONGEST = 200;

    private Claims() {}

    static Person person(IdentityProvider provider, JsonNode claims) {
        String subject = claims.path("sub").asText();
        return new Person(provider.issuer(), subject, name(claims, subject), values(provider.roleClaim(), claims));
    }

    /** For the person: who it is to us, and what it would need. */
    static String missing(IdentityProvider provider, Person person) {
        return "you are " + person.name() + " (" + person.subject() + " of " + provider.issuer() + "), and the claim '"
                + provider.roleClaim() + "' of your ID token "
                + (person.values().isEmpty() ? "is missing" : "has ")
                + listed(person.values()) + ". An operator needs " + one(provider.operators())
                + ", an administrator " + one(provider.admins())
                + ". Whoever runs the identity provider can give it to you";
    }

    /**
     * An address that the issuer has verified is one person's. Any other name may be chosen by whoever bears it, so that the
     * issuer's own word for the person stands beside it.
     */
    private static String name(JsonNode claims, String subject) {
        String email = shown(claims.path("email").asText(""));
        if (!email.isEmpty() && claims.path("email_verified").asBoolean()) {
            return email;
        }
        String chosen = shown(claims.path("preferred_username").asText(""));
        String name = chosen.isEmpty() ? email : chosen;
        return name.isEmpty() || name.equals(subject) ? shown(subject) : name + " (" + shown(subject) + ")";
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}|\\p{Cf}", "");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    private static Set<String> values(String roleClaim, JsonNode claims) {
        JsonNode said = roleClaim.startsWith("/") ? claims.at(roleClaim) : claims.path(roleClaim);
        Set<String> values = new LinkedHashSet<>();
        if (said.isTextual()) {
            values.add(said.asText());
        }
        said.forEach(each -> values.add(each.asText()));
        return values;
    }

    private static String one(Set<String> values) {
        return values.isEmpty() ? "something that nobody has: none is configured" : listed(values);
    }

    private static String listed(Collection<String> values) {
        return values.isEmpty() ? "" : "'" + String.join("' or '", new TreeSet<>(values)) + "'";
    }
}
