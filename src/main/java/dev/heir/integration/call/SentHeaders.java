package dev.heir.integration.call;

import dev.heir.integration.provider.ConnectionHeaders;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers of a caller, as they can be sent. Their values are never shown: any of them may be a secret. */
final class SentHeaders {

    /** A token (RFC 9110, section 5.6.2). */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private SentHeaders() {}

    /** By lower-case name. */
    static Map<String, String> of(CallRequest request, List<Flaw> flaws) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((given, value) -> {
            String name = given.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(given).matches()) {
                flaws.add(new Flaw("headers", given, "is not a header name"));
            } else if (ConnectionHeaders.has(name)) {
                flaws.add(new Flaw("headers." + given, "[not shown]", "is set by the connection itself"));
            } else if (!isOneLine(value)) {
                flaws.add(new Flaw("headers." + given, "[not shown]", "must be printable Latin-1 on one line"));
            } else if (headers.put(name, value) != null) {
                flaws.add(new Flaw("headers." + given, "[not shown]", "is there twice, in two spellings"));
            }
        });
        return headers;
    }

    /** The caller's idempotency key for the provider: named as such, or under the provider's own header. */
    static Optional<String> key(
            CallRequest request, Map<String, String> headers, Operation operation, List<Flaw> flaws) {
        Optional<String> named = request.idempotencyKey();
        if (named.filter(key -> key.isBlank() || !isOneLine(key)).isPresent()) {
            flaws.add(new Flaw("idempotencyKey", "[not shown]", "must be printable Latin-1 on one line"));
        }
        return named.or(() -> operation
                .idempotencyHeader()
                .map(header -> headers.get(header.toLowerCase(Locale.ROOT)))
                .filter(key -> !key.isBlank()));
    }

    private static boolean isOneLine(String value) {
        return value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 127 || c > 255);
    }
}
