package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds the article of a page: the smallest place that holds most of what is said, by what the page calls it or weighs. */
public final class Articles {

    /** Fewer letters are no article but a heading, a form, a list of links. */
    private static final int LEAST = 140;

    /** A child with this share of what its parent says is where the article is. */
    private static final double MOST_OF_IT = 0.75;

    private static final String NAMED = "[itemprop=articleBody], article, main, [role=main]";

    private Articles() {}

    /** @param mostText how many characters are kept */
    public static Optional<Article> of(Document document, int mostText) {
        Element body = document.body();
        Weights weights = Weights.of(body);
        int whole = Math.max(1, weights.text(body));
        Element root = smallest(named(document, weights).orElse(body), weights, whole);
        List<String> paragraphs = Paragraphs.of(root, weights, whole, mostText);
        int letters = paragraphs.stream().mapToInt(String::length).sum();
        if (letters < LEAST) {
            return Optional.empty();
        }
        String language = language(document);
        return Optional.of(new Article(
                title(document, root),
                byline(document),
                published(document, root, language),
                Optional.of(language).filter(said -> !said.isEmpty()),
                paragraphs));
    }

    /** As the page says it; empty when it does not. */
    public static String language(Document document) {
        return Stream.of(
                        document.select("html").attr("lang"),
                        document.select("html").attr("xml:lang"),
                        document.select("meta[http-equiv=content-language]").attr("content"))
                .map(String::strip)
                .filter(said -> said.matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*"))
                .findFirst()
                .orElse("");
    }

    /** One that holds a good part of the page: several are a list of articles, and their place is above them. */
    private static Optional<Element> named(Document document, Weights weights) {
        int whole = weights.said(document.body());
        List<Element> found = new ArrayList<>();
        for (Element element : document.select(NAMED)) {
            if (weights.said(element) >= Math.max(LEAST, whole / 5) && !VisibleText.isHidden(element)) {
                found.add(element);
            }
        }
        // The innermost that still holds most of what the outermost does.
        return found.stream().findFirst().map(outermost -> found.stream()
                .filter(inner -> inner.equals(outermost) || inner.parents().contains(outermost))
                .filter(inner -> weights.said(inner) >= MOST_OF_IT * weights.said(outermost))
                .reduce(outermost, (one, deeper) -> deeper));
    }

    private static Element smallest(Element from, Weights weights, int whole) {
        Element at = from;
        while (true) {
            Element place = at;
            Optional<Element> child = place.children().stream()
                    .filter(inner -> !Frame.isAround(inner, (double) weights.text(inner) / whole))
                    .filter(inner -> inner.isBlock() && inner.childrenSize() > 0 && !inner.nameIs("p"))
                    .filter(inner -> weights.said(inner) >= 0.9 * said(place, weights, whole))
                    .findFirst();
            if (child.isEmpty()) {
                return at;
            }
            at = child.get();
        }
    }

    /** What an element says without its parts that are frame. */
    private static int said(Element element, Weights weights, int whole) {
        return weights.said(element)
                - element.children().stream()
                        .filter(inner -> Frame.isAround(inner, (double) weights.text(inner) / whole))
                        .mapToInt(weights::said)
                        .sum();
    }

    private static Optional<String> title(Document document, Element root) {
        Stream<String> headings = Stream.concat(root.select("h1").stream(), document.select("h1").stream())
                .filter(heading -> !VisibleText.isHidden(heading))
                .map(Paragraphs::heading);
        return Stream.of(
                        headings,
                        Stream.of(document.select("meta[property=og:title]").attr("content")),
                        Stream.of(document.title()))
                .flatMap(texts -> texts)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<String> byline(Document document) {
        return Stream.concat(
                        document.select("meta[name=author], meta[property=article:author]").stream()
                                .map(meta -> meta.attr("content")),
                        document.select("[itemprop=author], [rel=author], .byline").stream()
                                .map(VisibleText::of))
                .map(text -> text.strip().replaceFirst("(?i)^(by|von|par|por|di|door)\\s+", ""))
                .filter(text -> !text.isEmpty() && text.length() <= 200 && !text.startsWith("http"))
                .findFirst();
    }

    private static Optional<String> published(Document document, Element root, String language) {
        Stream<String> said = Stream.of(
                        document
                                .select("meta[property=article:published_time], meta[itemprop=datePublished],"
                                        + " meta[name=date], meta[name=dcterms.created]")
                                .stream()
                                .map(meta -> meta.attr("content")),
                        document.select("[itemprop=datePublished]").stream().map(MarkedValue::ofMicrodata),
                        root.select("time[datetime]").stream().map(time -> time.attr("datetime")))
                .flatMap(texts -> texts);
        return said.flatMap(text -> Typed.read(text, Type.DATE, language, "").stream())
                .map(Typed::text)
                .findFirst();
    }
}
