package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;

/** All that a page describes for machines, in whichever way it writes it. */
public final class Things {

    /** Of one page and syntax; a page with more lists them rather than describes them. */
    static final int MOST = 500;

    /** Properties and values of one page and syntax: references that multiply themselves end here. */
    static final int MOST_VALUES = 20_000;

    /** Characters of one page and syntax. */
    static final int MOST_TEXT = 500_000;

    /** How far things nest; deeper ones are left out. */
    static final int DEEPEST = 16;

    private static final List<String> SCHEMA_ORG =
            List.of("https://schema.org/", "http://schema.org/", "https://www.schema.org/", "http://www.schema.org/");

    private Things() {}

    public static List<Thing> of(Document document) {
        List<Thing> things = new ArrayList<>();
        Stream.of(
                        JsonLd.things(document),
                        Microdata.things(document),
                        RdfaLite.things(document),
                        OpenGraph.things(document))
                .forEach(found -> things.addAll(found.subList(0, Math.min(MOST, found.size()))));
        return List.copyOf(things);
    }

    /** Without schema.org's address, which everybody writes in another way. */
    static String shortName(String name) {
        return SCHEMA_ORG.stream()
                .filter(name::startsWith)
                .map(prefix -> name.substring(prefix.length()))
                .filter(rest -> !rest.isEmpty())
                .findFirst()
                .orElse(name.startsWith("schema:") && name.length() > 7 ? name.substring(7) : name);
    }
}
