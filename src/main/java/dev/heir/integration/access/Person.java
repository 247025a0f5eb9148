package dev.heir.integration.access;

import java.net.URI;
import java.util.Set;

/**
 * Somebody whom an issuer vouches for.
 *
 * @param subject as the issuer knows the person, for good
 * @param name what people know the person by
 * @param values of the claim that roles come from
 */
public record Person(URI issuer, String subject, String name, Set<String> values) {}
