package dev.heir.integration.call;

import dev.heir.integration.provider.Protocol;
import dev.heir.integration.strike.Inside;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.SoapFault;
import dev.heir.integration.strike.Unpacked;
import java.util.Arrays;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads whether a SOAP answer is a fault; what was asked for is passed over. */
final class SoapContent {

    private static final int LOOKED_AT = 1024 * 1024;

    private SoapContent() {}

    /** Nothing where it is no envelope with a fault. */
    static Inside read(Reply.Responded reply) {
        try {
            return fault(Xml.reader(Unpacked.beginning(reply, LOOKED_AT)))
                    .map(SoapFault::inside)
                    .orElse(Inside.NOTHING);
        } catch (XMLStreamException noEnvelope) {
            return Inside.NOTHING;
        }
    }

    private static Optional<SoapFault> fault(XMLStreamReader xml) throws XMLStreamException {
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
    private static SoapFault told(XMLStreamReader xml) throws XMLStreamException {
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
        return new SoapFault(code, subcode, reason);
    }

    /** Of a qualified name. */
    private static String local(String name) {
        String stripped = name.strip();
        return stripped.substring(stripped.lastIndexOf(':') + 1);
    }
}
