package dev.heir.integration.call;

import dev.heir.integration.provider.Pagination;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The way through the pages of a list: each once, and always to an end, whatever the provider says. */
final class PageWalk {

    private final Pagination how;
    private final int most;
    private final Set<String> visited = new HashSet<>();
    private final Set<String> contents = new HashSet<>();
    private String at;

    /**
     * @param start path and query of the first page to ask for
     * @param most pages to ask for
     */
    PageWalk(Pagination how, String start, int most) {
        this.how = how;
        this.at = start;
        this.most = most;
        visited.add(start);
    }

    /**
     * What a page showed.
     *
     * @param items how many it has
     * @param next the cursor, or the path and query of the next page, that it named
     * @param leadsAway whether it named one that must not be asked for
     * @param more what it said of others behind it
     * @param content tells pages apart
     */
    record Seen(int items, Optional<String> next, boolean leadsAway, More more, String content) {}

    /** Whether there are more, in a page's own words. */
    enum More {
        YES,
        NO,
        UNSAID
    }

    /** Where the way leads from a page. */
    sealed interface Step {

        /** @param at path and query */
        record Next(String at) implements Step {}

        record Done() implements Step {}

        /** @param next from where it could go on */
        record Stopped(String why, Optional<String> next) implements Step {}

        /** The page is one that was seen before: it does not count. */
        record Repeated() implements Step {}
    }

    /** Path and query of the page to ask for now. */
    String at() {
        return at;
    }

    Step after(Seen page) {
        if (page.items() > 0 && !contents.add(page.content())) {
            return new Step.Repeated();
        }
        boolean isLast = page.more() == More.NO;
        if (page.leadsAway() && !isLast) {
            return new Step.Stopped("the next page is not below a base URL of the provider", Optional.empty());
        }
        Optional<String> next = isLast ? Optional.empty() : next(page);
        if (next.isEmpty()) {
            return page.more() == More.YES
                    ? new Step.Stopped("the provider says that there is more, and not where", Optional.empty())
                    : new Step.Done();
        }
        if (visited.contains(next.get())) {
            return new Step.Stopped("the next page is one that was asked for before", Optional.empty());
        }
        if (visited.size() >= most) {
            return new Step.Stopped("as many pages as were asked for", next);
        }
        visited.add(next.get());
        at = next.get();
        return new Step.Next(at);
    }

    private Optional<String> next(Seen page) {
        return switch (how.style()) {
            case LINK_HEADER, NEXT_URL -> page.next();
            case CURSOR -> page.next().map(cursor -> Query.with(at, how.param(), cursor));
            case OFFSET -> counted(page, page.items());
            case PAGE_NUMBER -> counted(page, 1);
        };
    }

    /** Only an empty page is certainly behind the last one: how many items a full one has, nobody says. */
    private Optional<String> counted(Seen page, long step) {
        return page.items() == 0
                ? Optional.empty()
                : Optional.of(Query.with(at, how.param(), Long.toString(position() + step)));
    }

    private long position() {
        return Query.value(at, how.param())
                .filter(text -> text.matches("\\d{1,15}"))
                .map(Long::parseLong)
                .orElse(how.first());
    }
}
