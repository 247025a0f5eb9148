package dev.heir.integration.scrape.extract;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** What stands around the article of a page: navigation, advertisements, comments, questions about cookies. */
final class Frame {

    private static final Set<String> ELEMENTS = Set.of(
            "nav", "aside", "footer", "form", "button", "select", "menu", "dialog", "input", "textarea", "label");
    private static final Set<String> ROLES = Set.of(
            "navigation",
            "banner",
            "complementary",
            "contentinfo",
            "search",
            "menu",
            "menubar",
            "dialog",
            "alertdialog",
            "toolbar",
            "tablist");
    private static final Set<String> WORDS = Set.of(
            "nav",
            "navbar",
            "navigation",
            "menu",
            "sidebar",
            "breadcrumb",
            "breadcrumbs",
            "footer",
            "comments",
            "comment",
            "disqus",
            "share",
            "sharing",
            "social",
            "related",
            "recommended",
            "recommendations",
            "promo",
            "promotion",
            "advert",
            "adverts",
            "advertisement",
            "ads",
            "ad",
            "sponsor",
            "sponsored",
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "banner",
            "popup",
            "modal",
            "overlay",
            "newsletter",
            "subscribe",
            "subscription",
            "signup",
            "pagination",
            "pager",
            "skip",
            "masthead",
            "toolbar",
            "widget",
            "outbrain",
            "taboola",
            "paywall",
            "teaser",
            "teasers",
            "trending",
            "popular",
            "topbar",
            "navheader",
            "navfooter",
            "sphinxsidebar");
    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private Frame() {}

    /** @param share of the page's text that the element shows: what holds most of the page is no frame, whatever it is called */
    static boolean isAround(Element element, double share) {
        String name = element.normalName();
        if (share > 0.6
                || name.equals("body")
                || name.equals("html")
                || name.equals("main")
                || name.equals("article")) {
            return false;
        }
        boolean pageHeader = name.equals("header") && element.closest("article, main, [role=main]") == null;
        return ELEMENTS.contains(name)
                || pageHeader
                || ROLES.contains(element.attr("role").toLowerCase(Locale.ROOT))
                || "true".equals(element.attr("aria-hidden"))
                || element.attr("aria-label").toLowerCase(Locale.ROOT).contains("breadcrumb")
                || calledSo(element.className())
                || calledSo(element.id());
    }

    private static boolean calledSo(String names) {
        return !names.isEmpty()
                && Stream.of(SEPARATOR.split(names))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(WORDS::contains);
    }
}
