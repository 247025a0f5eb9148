package dev.heir.integration.call;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with places for parameters; what has no place becomes the query, sorted, so that equal calls look equal. */
final class UrlTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");

    private static final Pattern SLASH = Pattern.compile("/");

    private UrlTemplate() {}

    /**
     * @param missing receives the names the template has a place for but no value, or one that leads up the path
     * @return encoded path and query (RFC 3986): a parameter can neither leave its segment nor start a query
     */
    static String expand(String template, Map<String, String> params, List<String> missing) {
        Map<String, String> left = new TreeMap<>(params);
        StringBuilder path = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            String name = place.group(1);
            String value = params.get(name);
            left.remove(name);
            if (value == null || value.isEmpty() || climbs(value)) {
                missing.add(name);
                value = "";
            }
            place.appendReplacement(path, Matcher.quoteReplacement(encode(value)));
        }
        place.appendTail(path);
        return left.isEmpty() ? path.toString() : path + (path.indexOf("?") < 0 ? "?" : "&") + query(left);
    }

    static String query(Map<String, String> params) {
        StringBuilder query = new StringBuilder();
        params.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return query.toString();
    }

    /**
     * Whether a server could read it as a way up. To encode dots and slashes does not help: many servers decode first and
     * follow the path then (nginx), and some cut off what follows a semicolon (Tomcat).
     */
    static boolean climbs(String path) {
        String read = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/")
                .replace("%3b", ";")
                .replace('\\', '/');
        return SLASH.splitAsStream(read)
                .map(segment -> segment.split(";", 2)[0])
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
