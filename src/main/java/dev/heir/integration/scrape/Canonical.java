package dev.heir.integration.scrape;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** By what two addresses of one crawl are the same page: without what only says who comes, and from where. */
public final class Canonical {

    /** Of advertisers, newsletters and sessions; none of them chooses what a page says. */
    private static final Set<String> TELL_NOTHING = Set.of(
            "gclid",
            "gclsrc",
            "dclid",
            "gbraid",
            "wbraid",
            "fbclid",
            "msclkid",
            "yclid",
            "twclid",
            "ttclid",
            "li_fat_id",
            "igshid",
            "mc_cid",
            "mc_eid",
            "mkt_tok",
            "_hsenc",
            "_hsmi",
            "_ga",
            "_gl",
            "jsessionid",
            "phpsessid",
            "aspsessionid",
            "cfid",
            "cftoken",
            "sessionid",
            "session_id",
            "sid");

    private static final Pattern SESSION_IN_PATH = Pattern.compile("(?i);(jsessionid|phpsessid)=[^/;]*");

    private Canonical() {}

    /** The same text for addresses that lead to the same page. */
    public static String of(PageUrl url) {
        String path = SESSION_IN_PATH.matcher(url.path()).replaceAll("");
        String query = url.uri().getRawQuery();
        if (query == null) {
            return url.origin() + path;
        }
        List<String> telling = Arrays.stream(query.split("&", -1))
                .filter(part -> !part.isEmpty() && !tellsNothing(part))
                .toList();
        return url.origin()
                + path
                + (telling.isEmpty() ? "" : telling.stream().collect(Collectors.joining("&", "?", "")));
    }

    private static boolean tellsNothing(String part) {
        String name = part.split("=", 2)[0].toLowerCase(Locale.ROOT);
        return name.startsWith("utm_") || TELL_NOTHING.contains(name);
    }
}
