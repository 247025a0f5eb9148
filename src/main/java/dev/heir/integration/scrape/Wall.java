package dev.heir.integration.scrape;

import dev.heir.integration.strike.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;

/**
 * What stands in a robot's way: a challenge, a captcha, a login. Recognised so that it is reported as what it is, not
 * kept as the page's content, and not asked again and again.
 *
 * @param noticed whether the website has singled us out, so that all its pages are better left alone for a while
 * @param how it was recognised, for a person
 */
record Wall(boolean noticed, String how) {

    /** A challenge says little else; a page that merely has a captcha in its comment form says much. */
    private static final int LITTLE_TEXT = 600;

    private static final Pattern CHALLENGE_TITLE = Pattern.compile(
            "just a moment|attention required|access denied|are you a robot|are you human|verify you are human"
                    + "|human verification|security check|pardon our interruption|bot verification|captcha"
                    + "|checking your browser|ddos protection|one more step|request blocked",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN_PATH = Pattern.compile(
            "(^|/)(log-?in|sign-?in|auth|sso|account/login|users/sign_in)(/|\\.|$)", Pattern.CASE_INSENSITIVE);

    /** Elements that the known protections put on their challenge pages, with who they are. */
    private static final List<Mark> MARKS = List.of(
            new Mark("Cloudflare", "#challenge-form, #challenge-running, #challenge-error-text, #cf-challenge-running"),
            new Mark("DataDome", "script[src*=captcha-delivery.com], iframe[src*=captcha-delivery.com]"),
            new Mark("HUMAN", "#px-captcha"),
            new Mark("Imperva", "iframe[src*=_Incapsula_Resource], script[src*=_Incapsula_Resource]"),
            new Mark("AWS WAF", "#captcha-container[data-aws-waf], script[src*=token.awswaf.com]"),
            new Mark(
                    "captcha",
                    ".g-recaptcha, .h-captcha, .cf-turnstile, iframe[src*=recaptcha], iframe[src*=hcaptcha.com]"));

    private record Mark(String whose, String selector) {}

    /** @param asked the address that was asked for, before redirects; {@code at} the one that answered */
    static Optional<Wall> recognise(PageUrl asked, PageUrl at, Reply.Responded reply, Optional<Seen> seen) {
        return byHeader(reply)
                .or(() -> seen.flatMap(page -> byPage(reply.status(), page)))
                .or(() -> seen.flatMap(page -> login(asked, at, page)))
                .or(() -> byStatus(reply.status()));
    }

    private static Optional<Wall> byHeader(Reply.Responded reply) {
        if ("challenge".equalsIgnoreCase(reply.header("cf-mitigated"))) {
            return noticed("a Cloudflare challenge (cf-mitigated)");
        }
        String action = reply.header("x-amzn-waf-action");
        if (action != null) {
            return noticed("an AWS WAF " + action.toLowerCase(Locale.ROOT) + " (x-amzn-waf-action)");
        }
        if (reply.header("x-datadome") != null && reply.status() >= 400) {
            return noticed("a DataDome refusal (x-datadome)");
        }
        return Optional.empty();
    }

    private static Optional<Wall> byPage(int status, Seen seen) {
        Document page = seen.document();
        boolean littleSaid = seen.text().length() < LITTLE_TEXT;
        boolean refused = status >= 400;
        boolean challenged = CHALLENGE_TITLE.matcher(page.title()).find();
        if (!littleSaid && !(refused && challenged)) {
            return Optional.empty();
        }
        for (Mark mark : MARKS) {
            if (page.selectFirst(mark.selector()) != null && !hasLogin(page)) {
                return noticed("a challenge page (" + mark.whose() + ")");
            }
        }
        return challenged ? noticed("a challenge page titled '" + page.title() + "'") : Optional.empty();
    }

    private static Optional<Wall> login(PageUrl asked, PageUrl at, Seen seen) {
        Document page = seen.document();
        boolean meantLogin = LOGIN_PATH.matcher(asked.path()).find();
        boolean ledToLogin = !asked.equals(at) && LOGIN_PATH.matcher(at.path()).find();
        boolean onlyLogin = seen.text().length() < LITTLE_TEXT;
        return !meantLogin && hasLogin(page) && (ledToLogin || onlyLogin)
                ? Optional.of(new Wall(false, "a login page at " + at))
                : Optional.empty();
    }

    private static Optional<Wall> byStatus(int status) {
        return switch (status) {
            case 401, 407 -> Optional.of(new Wall(false, "a login is required (" + status + ")"));
            case 403 -> Optional.of(new Wall(false, "forbidden (403)"));
            case 451 -> Optional.of(new Wall(false, "unavailable for legal reasons (451)"));
            default -> Optional.empty();
        };
    }

    private static boolean hasLogin(Document page) {
        return page.selectFirst("input[type=password]") != null;
    }

    private static Optional<Wall> noticed(String how) {
        return Optional.of(new Wall(true, how));
    }
}
