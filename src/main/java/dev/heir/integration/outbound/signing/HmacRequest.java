package dev.heir.integration.outbound.signing;

import dev.heir.integration.credential.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Follows a recipe for one request: fills its templates, signs, and fills those that hold the signature. */
final class HmacRequest {

    private static final Map<String, String> HASHES =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    /** Two digits for the day, as in RFC 9110, section 5.6.7; the JDK's own formatter writes one. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Hmac recipe;
    private final Unsigned request;
    private final Instant now;
    private final String nonce;
    private String query;
    private String signature = "";

    HmacRequest(Hmac recipe, Unsigned request, Instant now, String nonce) {
        this.recipe = recipe;
        this.request = request;
        this.now = now;
        this.nonce = nonce;
        this.query = request.query();
    }

    Signed sign() {
        addToQuery(false);
        byte[] signed = Hash.mac(recipe.algorithm().jdk(), recipe.key(), filled(recipe.sign()));
        signature = written(recipe.encoding(), signed);
        addToQuery(true);
        Map<String, String> headers = new HashMap<>();
        recipe.headers().forEach((name, template) -> headers.put(name.toLowerCase(Locale.ROOT), text(template)));
        return new Signed.Ready(headers, query);
    }

    private void addToQuery(boolean signatures) {
        recipe.query().forEach((name, template) -> {
            if (Hmac.holdsSignature(template) == signatures) {
                query += (query.isEmpty() ? "" : "&") + Percent.encode(name) + "=" + Percent.encode(text(template));
            }
        });
    }

    private String text(String template) {
        return new String(filled(template), StandardCharsets.UTF_8);
    }

    /** Bytes, since a body need not be text. */
    private byte[] filled(String template) {
        ByteArrayOutputStream filled = new ByteArrayOutputStream(template.length() * 2);
        Matcher place = Hmac.PLACE.matcher(template);
        int from = 0;
        while (place.find()) {
            filled.writeBytes(Hash.utf8(template.substring(from, place.start())));
            filled.writeBytes(value(place.group(1)));
            from = place.end();
        }
        filled.writeBytes(Hash.utf8(template.substring(from)));
        return filled.toByteArray();
    }

    private byte[] value(String place) {
        return switch (place) {
            case "body" -> request.body().bytes();
            case "method" -> Hash.utf8(request.method());
            case "host" -> Hash.utf8(request.authority());
            case "path" -> Hash.utf8(request.path());
            case "query" -> Hash.utf8(query);
            case "query.sorted" ->
                Hash.utf8(Percent.pairs(query).stream()
                        .sorted()
                        .map(Percent.Pair::toString)
                        .collect(Collectors.joining("&")));
            case "pathAndQuery" -> Hash.utf8(query.isEmpty() ? request.path() : request.path() + "?" + query);
            case "timestamp" -> Hash.utf8(timestamp());
            case "nonce" -> Hash.utf8(nonce);
            case "keyId" -> Hash.utf8(recipe.keyId());
            case Hmac.SIGNATURE -> Hash.utf8(signature);
            default -> Hash.utf8(place.startsWith("header.") ? header(place) : bodyHash(place));
        };
    }

    private String header(String place) {
        String name = place.substring("header.".length()).toLowerCase(Locale.ROOT);
        return name.equals("host") ? request.authority() : request.headers().getOrDefault(name, "");
    }

    private String bodyHash(String place) {
        String[] words = place.split("\\.", -1);
        byte[] hash =
                Hash.of(HASHES.getOrDefault(words[1], words[1]), request.body().bytes());
        return written(words[2].equals("hex") ? Hmac.Encoding.HEX : Hmac.Encoding.BASE64, hash);
    }

    private String timestamp() {
        return switch (recipe.timestamp()) {
            case EPOCH -> Long.toString(now.getEpochSecond());
            case EPOCH_MS -> Long.toString(now.toEpochMilli());
            case ISO -> now.truncatedTo(ChronoUnit.SECONDS).toString();
            case HTTP_DATE -> HTTP_DATE.format(now);
        };
    }

    private static String written(Hmac.Encoding encoding, byte[] bytes) {
        return switch (encoding) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }
}
