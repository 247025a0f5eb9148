package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code multipart/form-data} (RFC 7578) out of fields and files. */
final class MultipartForm {

    /** RFC 9110, section 8.3.1, with parameters as far as they are in use. */
    private static final Pattern TYPE = Pattern.compile(
            "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(; ?[A-Za-z0-9_-]+=[A-Za-z0-9\"_.+-]+)*+");

    private final List<Flaw> flaws;

    MultipartForm(List<Flaw> flaws) {
        this.flaws = flaws;
    }

    /** A field, which has a value, or a file, which has bytes. */
    @RegisterForReflection
    public static final class Part {
        public @Nullable String name;
        public @Nullable String value;
        public @Nullable String base64;
        public @Nullable String filename;
        public @Nullable String type;
        private final UnknownKeys unknown =
                new UnknownKeys("a part", List.of("name", "value", "base64", "filename", "type"));

        @JsonAnySetter
        void unknown(String key, @Nullable JsonNode given) {
            unknown.add(key, given);
        }
    }

    private record Ready(String head, Body content) {}

    Body body(@Nullable List<Part> parts, Map<String, String> sent) {
        if (sent.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("content-type"))) {
            flaws.add(new Flaw("headers.content-type", "[not shown]", "is made by 'multipart', with its boundary"));
        }
        List<Ready> ready = new ArrayList<>();
        List<Part> given = parts == null ? List.of() : parts;
        if (given.isEmpty()) {
            flaws.add(
                    new Flaw("multipart", "[]", "needs a part, such as { name: file, filename: a.txt, base64: YQ== }"));
        }
        for (int i = 0; i < given.size(); i++) {
            part("multipart[" + i + "]", given.get(i)).ifPresent(ready::add);
        }
        String boundary = boundary(ready);
        sent.put("content-type", "multipart/form-data; boundary=" + boundary);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Ready part : ready) {
            write(body, "--" + boundary + "\r\n" + part.head() + "\r\n");
            body.writeBytes(part.content().bytes());
            write(body, "\r\n");
        }
        write(body, "--" + boundary + "--\r\n");
        return Body.of(body.toByteArray());
    }

    private Optional<Ready> part(String at, @Nullable Part part) {
        int before = flaws.size();
        if (part == null) {
            flaws.add(new Flaw(at, "null", "must be a part with a name"));
            return Optional.empty();
        }
        flaws.addAll(part.unknown.flaws(at + "."));
        if (part.name == null || part.name.isEmpty()) {
            flaws.add(new Flaw(at + ".name", String.valueOf(part.name), "is needed"));
        }
        if ((part.value == null) == (part.base64 == null)) {
            flaws.add(new Flaw(at + ".value", "[not shown]", "either a value, or bytes as base64"));
        }
        if (part.type != null && !TYPE.matcher(part.type).matches()) {
            flaws.add(new Flaw(at + ".type", part.type, "must be a media type such as image/png"));
        }
        Optional<byte[]> content = part.base64 == null
                ? Optional.of(String.valueOf(part.value).getBytes(StandardCharsets.UTF_8))
                : CallContent.decoded(part.base64);
        if (content.isEmpty()) {
            flaws.add(new Flaw(at + ".base64", "[not shown]", "is not Base64 (RFC 4648, section 4)"));
        }
        return flaws.size() > before
                ? Optional.empty()
                : content.map(bytes -> new Ready(head(part, String.valueOf(part.name)), Body.of(bytes)));
    }

    private static String head(Part part, String name) {
        StringBuilder head = new StringBuilder("Content-Disposition: form-data; name=\"")
                .append(quoted(name))
                .append('"');
        if (part.filename != null) {
            head.append("; filename=\"").append(quoted(part.filename)).append('"');
        }
        head.append("\r\n");
        String type = part.type != null
                ? part.type
                : part.filename != null || part.base64 != null ? "application/octet-stream" : "";
        return type.isEmpty()
                ? head.toString()
                : head.append("Content-Type: ").append(type).append("\r\n").toString();
    }

    /** As browsers escape it (HTML standard, "Multipart form data"). */
    private static String quoted(String text) {
        return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    /** The same for the same parts: a request that is repeated under its idempotency key is to be the same. */
    private static String boundary(List<Ready> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Ready part : parts) {
                digest.update(part.head().getBytes(StandardCharsets.UTF_8));
                digest.update(part.content().bytes());
            }
            return "part-" + HexFormat.of().formatHex(digest.digest(), 0, 20);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static void write(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
