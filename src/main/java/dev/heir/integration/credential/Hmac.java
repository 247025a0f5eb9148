package dev.heir.integration.credential;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * A recipe for the signatures that providers invent for themselves: what is signed, and where the signature goes, are
 * templates with places such as <code>{path}</code>.
 *
 * @param secret the key as it was registered, to be masked
 * @param keyId tells the provider whose key it is; empty where it need not be told
 * @param sign what the signature is made of
 * @param encoding how the signature is written
 * @param timestamp how the time is written
 * @param headers to be put on, templates by name
 * @param query parameters to be put on, templates by name, in order; what holds the signature is not signed itself
 */
public record Hmac(
        Algorithm algorithm,
        SecretKey key,
        String secret,
        String keyId,
        String sign,
        Encoding encoding,
        Timestamp timestamp,
        Map<String, String> headers,
        Map<String, String> query)
        implements Scheme {

    /** A place in a template. What else stands in braces is text. */
    public static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*+(?:\\.[A-Za-z0-9-]++)*+)}");

    /** The place of the signature itself. */
    public static final String SIGNATURE = "signature";

    private static final Pattern KNOWN = Pattern.compile("method|path|query|query\\.sorted|pathAndQuery|host|keyId"
            + "|timestamp|nonce|body|body\\.(md5|sha1|sha256|sha512)\\.(hex|base64)|header\\.[A-Za-z0-9-]+");

    /** The hash under the HMAC, as the JDK calls it. */
    public enum Algorithm {
        SHA_1("HmacSHA1"),
        SHA_256("HmacSHA256"),
        SHA_512("HmacSHA512");

        private final String jdk;

        Algorithm(String jdk) {
            this.jdk = jdk;
        }

        public String jdk() {
            return jdk;
        }
    }

    /** How bytes are written as text. */
    public enum Encoding {
        HEX,
        BASE64,
        BASE64URL
    }

    /** How a moment is written: seconds, milliseconds, {@code 2026-11-23T12:00:00Z}, or as in a {@code Date} header. */
    public enum Timestamp {
        EPOCH,
        EPOCH_MS,
        ISO,
        HTTP_DATE
    }

    public Hmac {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /** The first place of a template that means nothing. */
    static Optional<String> unknownPlace(String template, boolean signed) {
        return PLACE.matcher(template)
                .results()
                .map(place -> place.group(1))
                .filter(name -> !KNOWN.matcher(name).matches() && !(signed && name.equals(SIGNATURE)))
                .findFirst();
    }

    /** Whether a template has the place of the signature. */
    public static boolean holdsSignature(String template) {
        return template.contains("{" + SIGNATURE + "}");
    }

    /** Whether a template has a place that is made of the body. */
    public static boolean readsBody(String template) {
        return template.contains("{body}") || template.contains("{body.");
    }

    @Override
    public String kind() {
        return "hmac";
    }

    @Override
    public List<String> headerNames() {
        return List.copyOf(headers.keySet());
    }

    @Override
    public List<String> queryNames() {
        return List.copyOf(query.keySet());
    }

    @Override
    public List<String> secrets() {
        return List.of(secret);
    }

    @Override
    public Map<String, String> open() {
        return keyId.isEmpty() ? Map.of("sign", sign) : Map.of("sign", sign, "keyId", keyId);
    }

    @Override
    public String toString() {
        return "Hmac[" + algorithm + ", " + headers.keySet() + query.keySet() + ", secret]";
    }
}
