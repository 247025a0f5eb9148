package dev.heir.integration.scrape.extract;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Where a list of several pages goes on. */
public final class NextPage {

    private static final Set<String> WORDS = Set.of(
            "next",
            "next page",
            "next »",
            "next ›",
            "next >",
            "next >>",
            "next →",
            "older posts",
            "older",
            "»",
            "›",
            ">",
            ">>",
            "→",
            "weiter",
            "nächste",
            "nächste seite",
            "suivant",
            "page suivante",
            "siguiente",
            "página siguiente",
            "avanti",
            "successivo",
            "volgende",
            "próxima",
            "próximo",
            "następna",
            "次へ",
            "下一页");
    private static final Pattern COUNTED =
            Pattern.compile("(?i)([?&](?:page|p|pg|paged|seite)=|/page/)(\\d{1,6})(?=$|[&/#])");

    private NextPage() {}

    /**
     * By {@code rel=next}; by its words in a pager; by the link to this page's number plus one. Never to the page itself,
     * nor to another host.
     */
    public static Optional<URI> of(Document document, URI at) {
        return Stream.<Stream<Element>>of(
                        document.select("link[rel~=(?i)\\bnext\\b][href], a[rel~=(?i)\\bnext\\b][href]").stream(),
                        document.select("a[href]").stream().filter(NextPage::saysNext),
                        document.select("a[href]").stream().filter(link -> isNumbered(link, at)))
                .flatMap(links -> links)
                .flatMap(link -> Addresses.page(link.absUrl("href"), "").stream())
                .filter(next ->
                        !next.equals(at) && at.getHost() != null && at.getHost().equalsIgnoreCase(next.getHost()))
                .findFirst();
    }

    private static boolean saysNext(Element link) {
        if (link.hasClass("disabled") || "true".equals(link.attr("aria-disabled"))) {
            return false;
        }
        String label = link.attr("aria-label").strip().toLowerCase(Locale.ROOT);
        String words = link.text().strip().toLowerCase(Locale.ROOT);
        boolean sign = words.length() <= 2;
        // A lone arrow may turn a slide show: it has to stand in a pager.
        return WORDS.contains(label)
                || (WORDS.contains(words)
                        && (!sign || link.closest("[class*=pag], [class*=Pag], nav, [role=navigation]") != null));
    }

    private static boolean isNumbered(Element link, URI at) {
        Matcher here = COUNTED.matcher(at.toString());
        int number = here.find() ? Integer.parseInt(here.group(2)) : 1;
        Matcher there = COUNTED.matcher(link.attr("abs:href"));
        return there.find()
                && Integer.parseInt(there.group(2)) == number + 1
                && link.text().strip().equals(String.valueOf(number + 1));
    }
}
