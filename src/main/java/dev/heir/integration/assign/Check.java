package dev.heir.integration.assign;

import java.util.Arrays;
import java.util.Locale;

/** How a criterion is looked at; each kind can be carried out by the machine. */
public sealed interface Check permits ProviderCheck, SiteCheck {

    String name();

    /** What must be true, as a sentence without its subject. */
    String demands();

    /** The name on the wire and in the database. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The check with this name on the wire; a stored one that is gone is a bug. */
    static Check of(String wire) {
        return Arrays.stream(ProviderCheck.values())
                .map(Check.class::cast)
                .filter(check -> check.wire().equals(wire))
                .findFirst()
                .orElseGet(() -> SiteCheck.valueOf(wire.toUpperCase(Locale.ROOT)));
    }
}
