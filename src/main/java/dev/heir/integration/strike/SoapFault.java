package dev.heir.integration.strike;

import dev.heir.integration.provider.Protocol;
import dev.heir.integration.provider.Xml;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A fault in a SOAP envelope, and what it means in the statuses of HTTP. SOAP 1.1, section 6.2, sends every fault with 500,
 * the caller's mistakes too; some servers send 200.
 */
public final class SoapFault {

    private static final int LOOKED_AT = 1024 * 1024;
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

    private SoapFault() {}

    /** What the content says; nothing where it is no envelope with a fault. */
    public static Inside read(Reply.Responded reply) {
        try {
            return fault(Xml.reader(Unpacked.beginning(reply, LOOKED_AT)))
                    .map(fault -> Inside.of(fault.meaning(), fault.shown()))
                    .orElse(Inside.NOTHING);
        } catch (XMLStreamException noEnvelope) {
            return Inside.NOTHING;
        }
    }

    private record Told(String code, String subcode, String reason) {

        int meaning() {
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

        String shown() {
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

    private static Optional<Told> fault(XMLStreamReader xml) throws XMLStreamException {
        if (!Xml.toElement(xml) || !isOfSoap(xml, "Envelope")) {
            return Optional.empty();
        }
        while (Xml.toElement(xml)) {
            if (isOfSoap(xml, "Body")) { // a fault is all there is in one
                return Xml.toElement(xml) && isOfSoap(xml, "Fault") ? Optional.of(told(xml)) : Optional.empty();
            }
            Xml.skip(xml);
        }
        return Optional.empty();
    }

    private static boolean isOfSoap(XMLStreamReader xml, String name) {
        return xml.getLocalName().equals(name)
                && Arrays.stream(Protocol.Soap.Version.values())
                        .anyMatch(version -> version.namespace().equals(xml.getNamespaceURI()));
    }

    /** The local names of both versions do not meet: one reading does for both. */
    private static Told told(XMLStreamReader xml) throws XMLStreamException {
        String code = "";
        String subcode = "";
        String reason = "";
        for (int depth = 1; depth > 0 && xml.hasNext(); ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "faultcode" -> code = local(Xml.text(xml));
                        case "faultstring", "Text" -> {
                            String words = Xml.text(xml).strip();
                            reason = reason.isEmpty() ? words : reason;
                        }
                        case "Value" -> {
                            String value = local(Xml.text(xml));
                            if (code.isEmpty()) {
                                code = value;
                            } else if (subcode.isEmpty()) {
                                subcode = value;
                            }
                        }
                        case "detail", "Detail", "faultactor", "Role", "Node" -> Xml.skip(xml);
                        default -> depth++;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        return new Told(code, subcode, reason);
    }

    /** Of a qualified name. */
    private static String local(String name) {
        String stripped = name.strip();
        return stripped.substring(stripped.lastIndexOf(':') + 1);
    }
}
