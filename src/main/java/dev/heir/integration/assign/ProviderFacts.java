package dev.heir.integration.assign;

import dev.heir.integration.provider.Provider;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is recorded about a provider and the project's use of it.
 *
 * @param document what it was registered with, as it would be sent again; empty when it is not registered
 * @param storedCredentials those of the provider's credentials that are stored
 * @param live the project's last call that the provider itself answered
 * @param signed the last attempt of anyone that a credential signed and whose answer shows what became of the signature
 * @param lastDay the project's calls of the last 24 hours
 * @param standing as the last sweep left it
 * @param probe the last probe
 * @param openEscalation the id of an open case file about it
 */
public record ProviderFacts(
        Optional<Provider> registered,
        Map<String, Object> document,
        Set<String> storedCredentials,
        Optional<Seen> live,
        Optional<Signed> signed,
        Traffic lastDay,
        Optional<Standing> standing,
        Optional<Probed> probe,
        Optional<String> openEscalation) {

    /** Nothing is recorded. */
    public static final ProviderFacts NONE = new ProviderFacts(
            Optional.empty(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            new Traffic(0, 0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ProviderFacts {
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        storedCredentials = Set.copyOf(storedCredentials);
    }

    /** A call in the ledger. */
    public record Seen(String dprId, Instant at) {}

    /** @param refused whether the provider did not accept the credential */
    public record Signed(String dprId, Instant at, String credential, boolean refused) {}

    /** @param answered those that the provider itself answered */
    public record Traffic(long calls, long answered) {}

    /** @param colour {@code GREEN}, {@code YELLOW} or {@code RED} */
    public record Standing(String colour, Instant at, String reason) {}

    /** @param detail what the probe met */
    public record Probed(boolean green, Instant at, String detail) {}
}
