package dev.heir.integration.provider.openapi;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the provider lives: the first server, its variables as they are by default. */
final class Address {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

    private Address() {}

    /** The server's URL without a slash at its end; empty when there is none, which stands for "/" (section 4.6). */
    static Optional<String> of(Node owner, Remarks remarks) {
        List<Node> servers = owner.items("servers");
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        if (servers.size() > 1) {
            remarks.add(
                    owner.path().isEmpty() ? "servers" : owner.path() + ".servers",
                    servers.get(1).text("url").orElse(""),
                    "is not used, only the first server is: 'baseUrl' names another, and 'alternatives' those that hold"
                            + " the same data");
        }
        return servers.getFirst().text("url").map(url -> filled(servers.getFirst(), url, remarks));
    }

    static boolean isWhole(String url) {
        return url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7);
    }

    private static String filled(Node server, String url, Remarks remarks) {
        String whole = VARIABLE.matcher(url).replaceAll(place -> {
            Optional<Node> variable = server.at("variables", place.group(1));
            Optional<String> usual =
                    variable.flatMap(one -> one.at("default").map(Node::value).map(String::valueOf));
            remarks.add(
                    server.path() + ".url",
                    "{" + place.group(1) + "}",
                    usual.isPresent()
                            ? "stands for its default '" + usual.get() + "': 'baseUrl' says it otherwise"
                            : "is a variable without a default");
            return Matcher.quoteReplacement(usual.orElse(place.group()));
        });
        return whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }
}
