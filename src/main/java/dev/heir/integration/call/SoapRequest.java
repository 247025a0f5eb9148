package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A SOAP request: an envelope as it is, or one made around what is to stand in its body. */
final class SoapRequest {

    private static final Pattern PROLOG = Pattern.compile("\\A\\uFEFF?\\s*(?:<\\?xml(?<said>[^>]*)\\?>)?\\s*");
    private static final Pattern OTHER_ENCODING = Pattern.compile("encoding\\s*=\\s*[\"'](?!(?i:utf-8|us-ascii)[\"'])");

    private final Protocol.Soap protocol;
    private final List<Flaw> flaws;

    SoapRequest(Protocol.Soap protocol, List<Flaw> flaws) {
        this.protocol = protocol;
        this.flaws = flaws;
    }

    /** @param headers by lower-case name, to which the type and the action are added */
    Body envelope(Body given, Map<String, String> headers) {
        String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/")) { // with attachments: whoever packs those packs the envelope
            return given;
        }
        Body envelope = checked(given);
        label(type, headers);
        return envelope;
    }

    /** SOAP 1.1, section 6.1.1, and SOAP 1.2 part 2, section 7.5.1.2. */
    private void label(String type, Map<String, String> headers) {
        switch (protocol.version()) {
            case V1_1 -> {
                if (!type.startsWith("text/xml")) {
                    headers.put("content-type", "text/xml; charset=utf-8");
                }
                headers.putIfAbsent("soapaction", "\"" + protocol.action().orElse("") + "\"");
            }
            case V1_2 -> {
                if (!type.startsWith("application/soap+xml")) {
                    headers.put(
                            "content-type",
                            "application/soap+xml; charset=utf-8"
                                    + protocol.action()
                                            .map(action -> "; action=\"" + action + "\"")
                                            .orElse(""));
                }
            }
        }
    }

    private Body checked(Body given) {
        if (given.isEmpty()) {
            flaws.add(new Flaw("xml", "", "is needed: an envelope, or what is to stand in its body"));
            return given;
        }
        try {
            XMLStreamReader xml = Xml.reader(given.bytes());
            Xml.toElement(xml);
            boolean isEnvelope = xml.getLocalName().equals("Envelope");
            Optional<Protocol.Soap.Version> version = Arrays.stream(Protocol.Soap.Version.values())
                    .filter(one -> one.namespace().equals(xml.getNamespaceURI()))
                    .findFirst();
            Xml.skip(xml);
            if (xml.hasNext() && Xml.toElement(xml)) {
                throw new XMLStreamException("has more than one root");
            }
            if (!isEnvelope) {
                return wrapped(given.text());
            }
            if (!version.equals(Optional.of(protocol.version()))) {
                flaws.add(new Flaw(
                        "xml",
                        version.map(other -> "SOAP " + other.number()).orElse("an unknown envelope"),
                        "must be of SOAP " + protocol.version().number() + ", whose namespace is "
                                + protocol.version().namespace()));
            }
            return given;
        } catch (XMLStreamException notXml) {
            flaws.add(new Flaw(
                    "xml",
                    "[not shown]",
                    "must be well-formed XML with one root, without a document type or entities"));
            return given;
        }
    }

    private Body wrapped(String content) {
        var prolog = PROLOG.matcher(content);
        String declared = prolog.find() ? String.valueOf(prolog.group("said")) : "";
        if (OTHER_ENCODING.matcher(declared).find()) {
            flaws.add(new Flaw("xml", declared.strip(), "must be UTF-8 to stand in an envelope"));
        }
        return Body.of("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope xmlns:soap=\""
                + protocol.version().namespace() + "\"><soap:Body>" + prolog.replaceFirst("")
                + "</soap:Body></soap:Envelope>");
    }
}
