package dev.heir.integration.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code Cache-Control} field says, of a request or of an answer (RFC 9111, section 5.2).
 *
 * @param directives by lower-case name, each with its argument or an empty text
 */
public record CacheControl(Map<String, String> directives) {

    public CacheControl {
        directives = Map.copyOf(directives);
    }

    /** @param lines of the field, in any number */
    public static CacheControl of(List<String> lines) {
        Map<String, String> directives = new HashMap<>();
        for (String line : lines) {
            for (String part : line.split(",")) {
                String[] directive = part.strip().split("=", 2);
                String argument = directive.length > 1 ? directive[1].replace("\"", "") : "";
                directives.put(directive[0].strip().toLowerCase(Locale.ROOT), argument.strip());
            }
        }
        return new CacheControl(directives);
    }

    public boolean says(String directive) {
        return directives.containsKey(directive);
    }

    /** The time a directive names; what cannot be read is none at all (section 4.2.1: better stale than too long fresh). */
    public Optional<Duration> time(String directive) {
        return Optional.ofNullable(directives.get(directive))
                .map(argument ->
                        argument.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(argument)) : Duration.ZERO);
    }

    /** How long an answer counts as fresh by its provider's word, if it says so: a shared cache's time comes first. */
    public Optional<Duration> fresh() {
        return says("no-cache") ? Optional.of(Duration.ZERO) : time("s-maxage").or(() -> time("max-age"));
    }

    /** Whether a stale answer may be given although its provider could be asked (section 4.2.4). */
    public boolean allowsStale() {
        return !says("must-revalidate")
                && !says("proxy-revalidate")
                && !says("s-maxage")
                && fresh().filter(Duration::isZero).isEmpty();
    }
}
