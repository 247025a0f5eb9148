package dev.heir.integration.provider;

import java.util.Optional;

/**
 * How a provider gives a long list in pages. Pointers are JSON Pointers (RFC 6901) into a page's body.
 *
 * @param param the query parameter that says which page; unused where the provider gives whole addresses
 * @param next where a page names the next one: its cursor, or its address
 * @param lastItem where the last item of a page has what the next one is asked by, instead of {@code next}
 * @param more where a page says {@code false} when it is the last
 * @param items where the list is; empty when the body is the list
 * @param first the number of the first page, or the offset of the first item
 */
public record Pagination(
        Style style,
        String param,
        String next,
        Optional<String> lastItem,
        Optional<String> more,
        String items,
        long first) {

    /** The ways there are. */
    public enum Style {
        /** {@code Link: <...>; rel="next"} (RFC 8288). */
        LINK_HEADER("", ""),
        /** A text that stands for the next page. */
        CURSOR("cursor", "/next_cursor"),
        /** The number of items before the page. */
        OFFSET("offset", ""),
        /** Pages are counted. */
        PAGE_NUMBER("page", ""),
        /** The address of the next page in the body. */
        NEXT_URL("", "/next");

        private final String param;
        private final String next;

        Style(String param, String next) {
            this.param = param;
            this.next = next;
        }
    }

    /** As most providers of the style have it. */
    public static Pagination usual(Style style) {
        return new Pagination(
                style,
                style.param,
                style.next,
                Optional.empty(),
                Optional.empty(),
                "",
                style == Style.PAGE_NUMBER ? 1 : 0);
    }
}
