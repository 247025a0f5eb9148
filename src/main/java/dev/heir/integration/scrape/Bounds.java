package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a scrape follows the links of its pages.
 *
 * @param depth links from a page that was asked for: 1 is what it links to
 * @param pages of the whole crawl at most, those that were asked for included
 * @param include what a link has to match one of; all when empty
 * @param exclude what a link must not match
 * @param sitemaps whether its sitemaps are asked for pages as well
 * @param onlyChanged whether pages that have not changed since this project read them, as their sitemap says, are skipped
 * @param pagination whether a list is followed to its last page, however deep it began
 * @param time after which no further page is begun
 */
public record Bounds(
        Scope scope,
        int depth,
        int pages,
        List<Glob> include,
        List<Glob> exclude,
        boolean sitemaps,
        boolean onlyChanged,
        boolean pagination,
        Duration time) {

    private static final List<String> KEYS =
            List.of("scope", "depth", "pages", "include", "exclude", "sitemaps", "onlyChanged", "pagination", "time");

    private static final int MOST_DEPTH = 100;
    private static final int MOST_PAGES = 100_000;
    private static final int MOST_GLOBS = 100;
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Which links belong to a crawl, seen from the page that it began with. */
    public enum Scope {
        /** Of its host alone. */
        HOST,
        /** Of its host, with or without {@code www.}, and the hosts below it. */
        SITE,
        /** Of its host, and in its folder or below. */
        PATH;

        boolean holds(PageUrl root, PageUrl url) {
            return switch (this) {
                case HOST -> url.host().equals(root.host());
                case SITE -> below(bare(root.host()), url.host());
                case PATH -> url.host().equals(root.host()) && url.path().startsWith(folder(root.path()));
            };
        }

        private static String bare(String host) {
            return host.startsWith("www.") ? host.substring("www.".length()) : host;
        }

        private static boolean below(String site, String host) {
            return host.equals(site) || host.endsWith("." + site);
        }

        private static String folder(String path) {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }
    }

    /** Without sitemaps. */
    public Bounds(Scope scope, int depth, int pages, List<Glob> include, List<Glob> exclude, Duration time) {
        this(scope, depth, pages, include, exclude, false, false, false, time);
    }

    public Bounds {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Whether a link belongs to the crawl that began at {@code root}. */
    boolean hold(PageUrl root, PageUrl url) {
        return scope.holds(root, url)
                && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(url)))
                && exclude.stream().noneMatch(glob -> glob.matches(url));
    }

    /** Empty when the document asks for no crawl, or for none that can be understood: its flaws are added then. */
    public static Optional<Bounds> read(JsonNode node, List<Flaw> flaws) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<Flaw> found = new ArrayList<>();
        Documents.onlyKeys(node, KEYS, found);
        boolean sitemaps = isSet(node, "sitemaps", found);
        boolean onlyChanged = isSet(node, "onlyChanged", found);
        if (onlyChanged && !sitemaps) {
            found.add(new Flaw("onlyChanged", "true", "needs sitemaps: true, since they say what has changed"));
        }
        Bounds bounds = new Bounds(
                Documents.text(node, "scope", found)
                        .flatMap(text -> scope(text, found))
                        .orElse(Scope.HOST),
                count(node, "depth", 3, MOST_DEPTH, found),
                count(node, "pages", 1000, MOST_PAGES, found),
                globs(node, "include", found),
                globs(node, "exclude", found),
                sitemaps,
                onlyChanged,
                isSet(node, "pagination", found),
                Documents.text(node, "time", found)
                        .flatMap(text -> time(text, found))
                        .orElse(Duration.ofHours(2)));
        found.forEach(flaw -> flaws.add(
                new Flaw(flaw.path().isEmpty() ? "crawl" : "crawl." + flaw.path(), flaw.value(), flaw.reason())));
        return found.isEmpty() ? Optional.of(bounds) : Optional.empty();
    }

    /** What {@link #read} reads. */
    public ObjectNode write() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("scope", scope.name().toLowerCase(Locale.ROOT))
                .put("depth", depth)
                .put("pages", pages);
        ArrayNode included = node.putArray("include");
        include.forEach(glob -> included.add(glob.pattern()));
        ArrayNode excluded = node.putArray("exclude");
        exclude.forEach(glob -> excluded.add(glob.pattern()));
        return node.put("sitemaps", sitemaps)
                .put("onlyChanged", onlyChanged)
                .put("pagination", pagination)
                .put("time", Durations.write(time));
    }

    private static Optional<Scope> scope(String text, List<Flaw> flaws) {
        Optional<Scope> scope = Arrays.stream(Scope.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (scope.isEmpty()) {
            flaws.add(new Flaw("scope", text, "must be host, site or path"));
        }
        return scope;
    }

    private static Optional<Duration> time(String text, List<Flaw> flaws) {
        Optional<Duration> time =
                Durations.parse(text).filter(length -> length.isPositive() && length.compareTo(LONGEST) <= 0);
        if (time.isEmpty()) {
            flaws.add(new Flaw("time", text, "must be a duration such as 30m or 2h, at most 7d"));
        }
        return time;
    }

    private static boolean isSet(JsonNode node, String key, List<Flaw> flaws) {
        JsonNode given = node.path(key);
        if (!given.isMissingNode() && !given.isNull() && !given.isBoolean()) {
            flaws.add(new Flaw(key, Documents.shown(given), "must be true or false"));
        }
        return given.booleanValue();
    }

    private static int count(JsonNode node, String key, int usual, int most, List<Flaw> flaws) {
        JsonNode given = node.path(key);
        if (given.isMissingNode() || given.isNull()) {
            return usual;
        }
        if (!given.canConvertToInt() || !given.isIntegralNumber() || given.intValue() < 1 || given.intValue() > most) {
            flaws.add(new Flaw(key, Documents.shown(given), "must be a whole number from 1 to " + most));
            return usual;
        }
        return given.intValue();
    }

    private static List<Glob> globs(JsonNode node, String key, List<Flaw> flaws) {
        JsonNode given = node.path(key);
        if (given.isMissingNode() || given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || given.size() > MOST_GLOBS) {
            flaws.add(new Flaw(key, Documents.shown(given), "must be a list of at most " + MOST_GLOBS + " patterns"));
            return List.of();
        }
        List<Glob> globs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            try {
                globs.add(new Glob(given.get(i).asText()));
            } catch (IllegalArgumentException flaw) {
                flaws.add(new Flaw(
                        key + "[" + i + "]", Documents.shown(given.get(i)), String.valueOf(flaw.getMessage())));
            }
        }
        return globs;
    }
}
