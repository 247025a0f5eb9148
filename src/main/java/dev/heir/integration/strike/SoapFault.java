package dev.heir.integration.strike;

import java.util.Locale;
import java.util.Set;

/**
 * A fault in a SOAP envelope, and what it means in the statuses of HTTP. SOAP 1.1, section 6.2, sends every fault with 500,
 * the caller's mistakes too; some servers send 200.
 *
 * @param code without its prefix: 1.1's {@code faultcode}, 1.2's {@code Code}
 * @param subcode of 1.2, without its prefix; empty where there is none
 */
public record SoapFault(String code, String subcode, String reason) {

    private static final int LONGEST = 160;

    /** Words in a subcode, or behind the dot in 1.1, by which servers tell what they mean more exactly. */
    private static final Set<String> OF_CREDENTIALS = Set.of(
            "failedauthentication", // WS-Security 1.1, section 12, and the next three
            "failedcheck",
            "securitytokenunavailable",
            "invalidsecuritytoken",
            "messageexpired",
            "invalidsessionid", // Salesforce's INVALID_SESSION_ID
            "authentication",
            "unauthenticated");

    private static final Set<String> OF_LIMITS =
            Set.of("throttled", "throttling", "requestlimitexceeded", "ratelimitexceeded", "toomanyrequests");

    private static final Set<String> OF_THE_MOMENT = Set.of("serverunavailable", "serviceunavailable", "serverbusy");

    /** What it says beside the answer's status. */
    public Inside inside() {
        return Inside.of(meaning(), shown());
    }

    private int meaning() {
        String finer = word(subcode.isEmpty() ? behindTheDot(code) : subcode);
        if (OF_CREDENTIALS.contains(finer)) {
            return 401;
        }
        if (OF_LIMITS.contains(finer)) {
            return 429;
        }
        if (OF_THE_MOMENT.contains(finer)) {
            return 503;
        }
        return switch (code.split("\\.", 2)[0].toLowerCase(Locale.ROOT)) {
            // SOAP 1.1, section 4.4.1, and SOAP 1.2 part 1, section 5.4.6.
            case "client", "sender", "mustunderstand", "dataencodingunknown" -> 400;
            // Another version is spoken there: no second try helps (RFC 9110, section 15.6.6 is its likeness).
            case "versionmismatch" -> 505;
            default -> 500;
        };
    }

    private String shown() {
        String text = code + (subcode.isEmpty() ? "" : "/" + subcode) + (reason.isEmpty() ? "" : ": " + reason);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    private static String behindTheDot(String code) {
        return code.substring(code.indexOf('.') + 1);
    }

    private static String word(String code) {
        return code.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
