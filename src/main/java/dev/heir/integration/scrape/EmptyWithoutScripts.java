package dev.heir.integration.scrape;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Tells pages that their scripts have yet to write from pages that merely say little. */
final class EmptyWithoutScripts {

    /** In visible characters; a heading and a footer may stand there already. */
    private static final int LITTLE_TEXT = 200;

    /** Where frameworks write: React, Vue, Angular, Next, Nuxt, Gatsby, Svelte and their kin. */
    private static final String ROOTS =
            "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #q-app, #main-app, #react-root,"
                    + " #ember-app, [ng-app], [data-ng-app], [ng-version], [data-reactroot], [data-server-rendered], app-root";

    private static final Pattern ASKS_FOR_SCRIPTS = Pattern.compile("java ?script");

    private EmptyWithoutScripts() {}

    /** Hardly any text, a script, and a sign that the text is the script's to write. */
    static boolean is(Seen seen) {
        if (seen.text().length() >= LITTLE_TEXT) {
            return false;
        }
        Document page = seen.document();
        return page.selectFirst("script:not([type*=json])") != null && (hasEmptyRoot(page) || asksForScripts(page));
    }

    /** How much more a browser shows than the plain page has, to have been worth its while. */
    static boolean isMore(Page.Fetched plain, Page.Fetched rendered) {
        return text(rendered) > text(plain) + LITTLE_TEXT / 4
                || rendered.links().size() > plain.links().size() + 2;
    }

    private static int text(Page.Fetched page) {
        return page.content().map(content -> content.text().length()).orElse(0);
    }

    private static boolean hasEmptyRoot(Document page) {
        return page.select(ROOTS).stream().anyMatch(root -> root.text().length() < LITTLE_TEXT);
    }

    private static boolean asksForScripts(Document page) {
        for (Element note : page.select("noscript")) {
            // In a head its content is text, in a body elements.
            if (ASKS_FOR_SCRIPTS.matcher(note.text().toLowerCase(Locale.ROOT)).find()) {
                return true;
            }
        }
        return false;
    }
}
