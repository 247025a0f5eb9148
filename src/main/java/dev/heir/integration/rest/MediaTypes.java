package dev.heir.integration.rest;

import java.util.Locale;

/** What a media type says about the bytes behind it. */
final class MediaTypes {

    private MediaTypes() {}

    /** {@code application/json} and every {@code +json} (RFC 6839, section 3.1). */
    static boolean isJson(String type) {
        String bare = bare(type);
        return bare.equals("application/json") || bare.endsWith("+json") || bare.equals("text/json");
    }

    /** Whether the bytes are meant to be read by people. */
    static boolean isText(String type) {
        String bare = bare(type);
        return bare.startsWith("text/")
                || bare.equals("application/xml")
                || bare.endsWith("+xml")
                || bare.equals("application/x-www-form-urlencoded")
                || bare.equals("application/javascript");
    }

    private static String bare(String type) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
