package dev.heir.integration.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The character set that a page names in its first lines, found before it can be read (HTML Standard, section 13.2.3.3). */
final class OwnCharset {

    /** The standard asks for 1,024 bytes; many pages say it later, and are read by browsers all the same. */
    private static final int FAR_ENOUGH = 65_536;

    private static final Pattern CONTENT =
            Pattern.compile("\\bcontent\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s>]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_TYPE =
            Pattern.compile("http-equiv\\s*=\\s*[\"']?content-type", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?\\s*([^\\s;\"'/>]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML = Pattern.compile("^<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([^\"']{1,40})[\"']");

    private OwnCharset() {}

    static Optional<String> of(byte[] page) {
        String text = new String(page, 0, Math.min(page.length, FAR_ENOUGH), StandardCharsets.ISO_8859_1);
        int at = 0;
        while ((at = text.indexOf('<', at)) >= 0) {
            if (text.startsWith("<!--", at)) {
                at = text.indexOf("-->", at + 2);
                if (at < 0) {
                    break;
                }
            } else if (text.regionMatches(true, at, "<meta", 0, 5)) {
                int end = text.indexOf('>', at);
                if (end < 0) {
                    break;
                }
                Optional<String> said = meta(text.substring(at + 5, end));
                if (said.isPresent()) {
                    return said;
                }
                at = end;
            } else {
                at++;
            }
        }
        Matcher xml = XML.matcher(text);
        return xml.find() ? Encodings.saidByPage(xml.group(1)) : Optional.empty();
    }

    /** A description may well speak of a charset; it counts in an attribute of that name, or in a content type. */
    private static Optional<String> meta(String attributes) {
        Matcher content = CONTENT.matcher(attributes);
        String own = content.replaceAll("");
        return label(own)
                .or(() -> OF_TYPE.matcher(own).find()
                        ? CONTENT.matcher(attributes)
                                .results()
                                .findFirst()
                                .flatMap(found -> label(found.group(1).replaceAll("^[\"']|[\"']$", "")))
                        : Optional.empty());
    }

    private static Optional<String> label(String text) {
        Matcher charset = CHARSET.matcher(text);
        return charset.find() ? Encodings.saidByPage(charset.group(1)) : Optional.empty();
    }
}
