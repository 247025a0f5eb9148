package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The one place that decides whether a page that was read, or was not, says something about what is watched. */
final class Looks {

    /** A page that says more than this is a page, whatever its title is about. */
    private static final int LITTLE_TEXT = 800;

    private static final int NEXT_TO_NOTHING = 15;

    /** So much of both pages is the same when a website answers any address with one page. */
    private static final double SAME_PAGE = 0.9;

    private static final Pattern MISSING = Pattern.compile(
            "\\b404\\b|(page|article|product|item|site|listing)\\b.{0,50}\\b((not|n['’]t) (be )?found|no longer (available|exists?)|does(n't| not) exist"
                    + "|has been removed|unavailable)|\\b(cannot|can['’]t|could(n['’]t| not)) find (the|that|this) (page|article|product|item)|not found\\b|(seite|produkt|artikel).{0,20}(nicht gefunden|nicht mehr verfügbar)|page introuvable"
                    + "|página no encontrada",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern BROKEN = Pattern.compile(
            "under maintenance|scheduled maintenance|maintenance mode|be(en)? right back|back (soon|shortly)|temporarily unavailable"
                    + "|technical (difficulties|problems)|service unavailable|bad gateway|internal server error|something went wrong"
                    + "|error 5\\d\\d|wartungsarbeiten|database error",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern CONSENT = Pattern.compile(
            "(accept|agree|consent|allow|akzeptieren|zustimmen).{0,200}\\b(cookies?|tracking)|\\b(cookies?|tracking).{0,200}(accept|agree|consent|allow"
                    + "|akzeptieren|zustimmen)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    private Looks() {}

    /** @param missing what the same website answers to an address that cannot be, where that is known */
    static Look of(Watch watch, Page page, Optional<Seen> missing) {
        return switch (page) {
            case Page.Fetched fetched ->
                fetched.content()
                        .map(content -> read(watch, content, missing))
                        .orElseGet(() -> new Look.CannotTell(Why.NOINDEX, "it asks robots not to keep it"));
            case Page.Refused refused -> new Look.CannotTell(Why.REFUSED, refused.rule());
            case Page.Blocked blocked -> new Look.CannotTell(wall(blocked.how()), blocked.how());
            case Page.Failed failed ->
                new Look.CannotTell(
                        failed.reason().matches(".*\\b(404|410)\\b.*") ? Why.GONE : Why.OUTAGE, failed.reason());
            case Page.Dead dead -> new Look.CannotTell(Why.OUTAGE, dead.reason());
            case Page.Skipped skipped -> new Look.CannotTell(Why.OUTAGE, skipped.reason());
            case Page.Listed listed -> new Look.CannotTell(Why.OUTAGE, "is a sitemap");
            case Page.Duplicate duplicate -> new Look.CannotTell(Why.EMPTY, duplicate.how() + ": " + duplicate.of());
            case Page.Waiting waiting -> new Look.CannotTell(Why.OUTAGE, "it was not read in time");
        };
    }

    private static Look read(Watch watch, Content content, Optional<Seen> missing) {
        Seen seen = watch.seen(content);
        String text = content.text();
        String title = content.title().orElse("");
        String head = title.substring(0, Math.min(title.length(), 200)) + " "
                + text.substring(0, Math.min(text.length(), 200));
        boolean little = text.length() < LITTLE_TEXT;
        if (missing.filter(nothing -> isSame(nothing, seen)).isPresent()) {
            return new Look.CannotTell(Why.SOFT_404, "it is what the website answers to any address");
        }
        boolean nothingFound = watch.fields().isEmpty() ? little : seen.fields().isEmpty();
        if (nothingFound && little && MISSING.matcher(head).find()) {
            return new Look.CannotTell(Why.SOFT_404, "it says '" + shortened(head) + "'");
        }
        if (nothingFound && little && BROKEN.matcher(head).find()) {
            return new Look.CannotTell(Why.OUTAGE, "it says '" + shortened(head) + "'");
        }
        if (nothingFound && little && CONSENT.matcher(text).find()) {
            return new Look.CannotTell(Why.CONSENT, "it asks for consent: '" + shortened(text) + "'");
        }
        if (text.strip().length() < NEXT_TO_NOTHING && seen.fields().isEmpty()) {
            return new Look.CannotTell(Why.EMPTY, "there are " + text.strip().length() + " characters on it");
        }
        return new Look.Legible(seen);
    }

    private static Why wall(String how) {
        String words = how.toLowerCase(Locale.ROOT);
        if (words.contains("login")) {
            return Why.LOGIN;
        }
        return words.contains("challenge") || words.contains("captcha") ? Why.CHALLENGE : Why.BLOCKED;
    }

    private static boolean isSame(Seen nothing, Seen seen) {
        Set<String> words = words(nothing);
        Set<String> others = words(seen);
        int all = words.size() + others.size();
        words.retainAll(others);
        return all > 0 && 2.0 * words.size() / all >= SAME_PAGE;
    }

    private static Set<String> words(Seen seen) {
        Set<String> words = new HashSet<>();
        seen.blocks().forEach(block -> words.addAll(List.of(block.split(" "))));
        words.addAll(seen.fields().values());
        return words;
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text.strip() : text.substring(0, 120).strip() + "...";
    }
}
