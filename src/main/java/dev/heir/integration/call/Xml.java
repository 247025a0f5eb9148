package dev.heir.integration.call;

import java.io.ByteArrayInputStream;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * XML from strangers, read piece by piece: no document type and so no entities, nothing fetched from anywhere, and a bound
 * on how deep it is.
 */
final class Xml {

    /** Real envelopes have a tenth of it. */
    private static final int DEEPEST = 200;

    private static final int LONGEST_TEXT = 64 * 1024;

    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched for a document");
        });
        return factory;
    }

    static XMLStreamReader reader(byte[] bytes) throws XMLStreamException {
        synchronized (FACTORY) { // what it makes may be used side by side, itself may not
            return new Told(FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes)));
        }
    }

    /** The JDK's reader has no words for some of its own refusals (a stray character in a document type), and throws that. */
    private static final class Told extends StreamReaderDelegate {

        Told(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            try {
                return super.next();
            } catch (MissingResourceException noWords) {
                throw new XMLStreamException("is no XML: " + noWords.getKey(), noWords);
            }
        }
    }

    /**
     * Goes on to the next element that begins.
     *
     * @return whether there is one
     * @throws XMLStreamException where it is no XML, or has a document type
     */
    static boolean toElement(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XMLStreamException("has a document type, or entities");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
        }
        return false;
    }

    /** From an element's beginning to its end. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        text(xml);
    }

    /** The text of an element and all that is in it, to a bound; stands at its end then. */
    static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw new XMLStreamException("is deeper than " + DEEPEST + " elements");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() < LONGEST_TEXT) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("has a document type, or entities");
                default -> {}
            }
        }
        return text.toString();
    }
}
