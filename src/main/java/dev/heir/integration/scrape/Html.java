package dev.heir.integration.scrape;

import dev.heir.integration.provider.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Turns the bytes of a page into a document, in the character set the page really uses. */
final class Html {

    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;\"']+)", Pattern.CASE_INSENSITIVE);
    private static final String WINDOWS_1252 = "windows-1252";

    /** Browsers stop there as well, and no page that people read comes near. */
    private static final int DEEPEST = 512;

    private Html() {}

    /**
     * A byte order mark wins, then the header's charset, then the page's own, as the Encoding Standard says; a page
     * that names none is UTF-8 if its bytes are, else Windows-1252, which is what browsers fall back to.
     */
    static Document parse(Body body, String contentType, PageUrl url) {
        String charset = charset(contentType)
                .or(() -> OwnCharset.of(body.bytes()))
                .orElseGet(() -> isUtf8(body) ? "UTF-8" : WINDOWS_1252);
        try {
            // The byte order mark is its reader's to see.
            return flattened(Jsoup.parse(new ByteArrayInputStream(body.bytes()), charset, url.toString()));
        } catch (IOException neverFromMemory) {
            throw new UncheckedIOException(neverFromMemory);
        }
    }

    /** The charset a content type names, as browsers read it; empty when it names none or one that does not exist. */
    static Optional<String> charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        return matcher.find() ? Encodings.named(matcher.group(1)) : Optional.empty();
    }

    /** Text that is not HTML, without its byte order mark: JSON with one is no JSON. */
    static String text(Body body, String contentType) {
        String text = new String(body.bytes(), Charset.forName(charset(body, contentType)));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Of text that is not HTML: as its byte order mark says, then its header, then what its bytes are. */
    static String charset(Body body, String contentType) {
        return marked(body.bytes())
                .or(() -> charset(contentType))
                .orElseGet(() -> isUtf8(body) ? "UTF-8" : WINDOWS_1252);
    }

    private static Optional<String> marked(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return switch (first) {
            case 0xfeff -> Optional.of("UTF-16BE");
            case 0xfffe -> Optional.of("UTF-16LE");
            case 0xefbb -> bytes.length > 2 && (bytes[2] & 0xff) == 0xbf ? Optional.of("UTF-8") : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Whatever is nested deeper is text and nothing else: what reads a page looks at each element's own way down. */
    private static Document flattened(Document document) {
        List<Element> deepest = new ArrayList<>();
        NodeTraversor.filter(
                (node, depth) -> {
                    if (depth < DEEPEST || !(node instanceof Element element)) {
                        return NodeFilter.FilterResult.CONTINUE;
                    }
                    deepest.add(element);
                    return NodeFilter.FilterResult.SKIP_ENTIRELY;
                },
                document);
        deepest.stream().filter(element -> element.childrenSize() > 0).forEach(element -> {
            String text = element.text();
            element.empty().appendText(text);
        });
        return document;
    }

    private static boolean isUtf8(Body body) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes()));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
