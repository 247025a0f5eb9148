package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code application/x-www-form-urlencoded}, as browsers write it (WHATWG URL, section 5). */
final class Forms {

    private Forms() {}

    static Body write(Map<String, List<String>> fields) {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, values) -> values.forEach(value -> form.append(form.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return Body.of(form.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Text by name, or a list of texts where a name stands several times. */
    static Map<String, Object> read(Body body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : new String(body.bytes(), StandardCharsets.UTF_8).split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                fields.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>(1))
                        .add(parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        Map<String, Object> read = new LinkedHashMap<>();
        fields.forEach((name, values) -> read.put(name, values.size() == 1 ? values.getFirst() : values));
        return read;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return text;
        }
    }
}
