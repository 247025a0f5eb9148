package dev.heir.integration.scrape.sitemap;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A sitemap, an index of them, or a feed, read piece by piece; what was read before it breaks is kept. */
final class SitemapXml {

    /** What the protocol allows in one file. */
    static final int MOST = 50_000;

    private static final int LONGEST_TEXT = 8_192;

    /** What holds an address each: of sitemaps, of indexes, of RSS, of Atom. */
    private static final Set<String> HOLDERS = Set.of("url", "sitemap", "item", "entry");

    private static final Set<String> ADDRESSES = Set.of("loc", "link");
    private static final List<String> TIMES = List.of("lastmod", "updated", "pubdate", "publication_date", "published");

    private final List<Entry> pages = new ArrayList<>();
    private final List<Entry> sitemaps = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, String> said = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    Sitemap read(byte[] bytes) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // Nothing of it may name other files or grow on its own.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Else the JDK writes what is wrong to our console, and throws it as well.
        factory.setXMLReporter((message, type, about, place) -> {});
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            while (reader.hasNext()) {
                if (pages.size() >= MOST || sitemaps.size() >= MOST) {
                    return new Sitemap(pages, sitemaps, false);
                }
                take(reader, reader.next());
            }
            return new Sitemap(pages, sitemaps, true);
        } catch (XMLStreamException | MissingResourceException broken) {
            // The JDK's reader has no words for some of its own refusals (a stray character in a document type), and
            // throws that.
            return new Sitemap(pages, sitemaps, false);
        }
    }

    private void take(XMLStreamReader reader, int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin(reader);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                if (text.length() < LONGEST_TEXT) {
                    text.append(reader.getText());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> end(reader);
            default -> {}
        }
    }

    private void begin(XMLStreamReader reader) {
        String name = name(reader);
        if (HOLDERS.contains(name)) {
            said.clear();
        }
        String address = reader.getAttributeValue(null, "href");
        String relation = reader.getAttributeValue(null, "rel");
        if (name.equals("link")
                && address != null
                && (relation == null || relation.equals("alternate"))
                && "entry".equals(open.peek())) {
            said.putIfAbsent("link", address.strip());
        }
        open.push(name);
        text.setLength(0);
    }

    private void end(XMLStreamReader reader) {
        String name = name(reader);
        open.poll();
        String value = text.toString().strip();
        text.setLength(0);
        // An image's or a video's own address is no page's.
        boolean own = open.peek() != null && HOLDERS.contains(open.peek());
        if (ADDRESSES.contains(name) && own && !value.isEmpty() && isPlain(reader)) {
            said.putIfAbsent(name, value);
        } else if (TIMES.contains(name) && !value.isEmpty()) {
            said.putIfAbsent(name, value);
        } else if (HOLDERS.contains(name)) {
            keep(name);
        }
    }

    private static boolean isPlain(XMLStreamReader reader) {
        String prefix = reader.getPrefix();
        return prefix == null || prefix.isEmpty() || prefix.equals("sm") || prefix.equals("atom");
    }

    private void keep(String holder) {
        Optional<String> url = Optional.ofNullable(said.get("loc")).or(() -> Optional.ofNullable(said.get("link")));
        var changed = TIMES.stream()
                .flatMap(name -> Optional.ofNullable(said.get(name)).stream())
                .flatMap(value -> Times.read(value).stream())
                .findFirst();
        url.ifPresent(found -> (holder.equals("sitemap") ? sitemaps : pages).add(new Entry(found, changed)));
        said.clear();
    }

    private static String name(XMLStreamReader reader) {
        return reader.getLocalName().toLowerCase(Locale.ROOT);
    }
}
