package dev.heir.integration.scrape;

import dev.heir.integration.strike.Reply;
import java.util.Locale;

/**
 * What an answer says it is.
 *
 * @param text the header's, in lower case; empty when there is none
 */
record ContentType(String text) {

    static ContentType of(Reply.Responded reply) {
        String type = reply.header("content-type");
        return new ContentType(type == null ? "" : type.toLowerCase(Locale.ROOT));
    }

    /** A page without a type is taken for HTML, as browsers do. */
    boolean isHtml() {
        return text.isBlank() || text.startsWith("text/html") || text.startsWith("application/xhtml+xml");
    }

    boolean isJson() {
        return essence().endsWith("/json") || essence().endsWith("+json");
    }

    boolean isText() {
        return essence().startsWith("text/")
                || isJson()
                || essence().endsWith("/xml")
                || essence().endsWith("+xml");
    }

    private String essence() {
        return text.split(";", 2)[0].strip();
    }
}
