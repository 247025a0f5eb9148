package dev.heir.integration.credential;

import dev.heir.integration.provider.ConnectionHeaders;
import dev.heir.integration.provider.Fields;
import java.util.regex.Pattern;

/** What a header of a credential may be called, and what can stand in it. */
final class HeaderNames {

    /** RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** What every server and everything on the way can take. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]+");

    private HeaderNames() {}

    /** Notes what is wrong with the name under a key. */
    static void check(Fields fields, String key, String name) {
        if (!NAME.matcher(name).matches()) {
            fields.flaw(key, "must be the name of a header such as X-Api-Key");
        } else if (ConnectionHeaders.has(name)) {
            fields.flaw(key, "must not be a header that belongs to the connection (RFC 9110, section 7.6.1)");
        }
    }

    static boolean canCarry(String value) {
        return VISIBLE.matcher(value).matches() && value.strip().equals(value);
    }
}
