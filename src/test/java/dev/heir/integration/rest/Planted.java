package dev.heir.integration.rest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URLEncoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Secrets that a test planted, each in a dozen spellings, and a search for all of them that owes nothing to our own masks. */
final class Planted {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<String> secrets;
    private final Map<Long, List<Spelling>> byBeginning = new HashMap<>();
    private final boolean[] begins = new boolean[1 << 16];

    private record Spelling(String secret, String how, String text) {}

    Planted(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
        secrets.forEach(secret -> spellings(secret).forEach((how, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            begins[((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)] = true;
            byBeginning
                    .computeIfAbsent((long) LONGS.get(bytes, 0), _ -> new ArrayList<>())
                    .add(new Spelling(secret, how, text));
        }));
    }

    List<String> secrets() {
        return secrets;
    }

    static Map<String, String> spellings(String secret) {
        Map<String, String> spellings = new LinkedHashMap<>();
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String percent = form.replace("+", "%20");
        String json = json(secret);
        String xml = secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
        spellings.put("as it is", secret);
        spellings.put("form", form);
        spellings.put("percent", percent);
        spellings.put("percent, lower case", lowerCase(percent));
        spellings.put("percent, twice", URLEncoder.encode(percent, StandardCharsets.UTF_8));
        spellings.put("JSON", json);
        spellings.put("JSON, twice", json(json));
        spellings.put("JSON for HTML", html(json));
        spellings.put("XML", xml);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String core = base64.substring(before == 0 ? 0 : before + 1, shifted.length * 8 / 6);
            spellings.put("Base64, " + before, core);
            spellings.put("Base64 for URLs, " + before, core.replace('+', '-').replace('/', '_'));
        }
        spellings.put("hexadecimal", HexFormat.of().formatHex(bytes));
        spellings.put("HEXADECIMAL", HexFormat.of().withUpperCase().formatHex(bytes));
        return spellings;
    }

    /** What of them stands in the bytes, told without telling it. */
    Set<String> in(byte[] text, int length) {
        Set<String> found = new LinkedHashSet<>();
        for (int at = 0; at <= length - Long.BYTES; at++) {
            if (begins[((text[at] & 0xff) << 8) | (text[at + 1] & 0xff)]) {
                for (Spelling one : byBeginning.getOrDefault((long) LONGS.get(text, at), List.of())) {
                    byte[] whole = one.text().getBytes(StandardCharsets.UTF_8);
                    int end = at + whole.length;
                    if (end <= length && Arrays.equals(text, at, end, whole, 0, whole.length)) {
                        String around = new String(
                                text, Math.max(0, at - 80), at - Math.max(0, at - 80), StandardCharsets.ISO_8859_1);
                        found.add("number " + secrets.indexOf(one.secret()) + ", " + one.how() + ", behind " + around);
                    }
                }
            }
        }
        return found;
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
    }

    private static String html(String json) {
        StringBuilder escaped = new StringBuilder();
        json.chars().forEach(each -> {
            boolean special = "<>&='".indexOf(each) >= 0 || each > 0x7e;
            escaped.append(special ? "\\u%04x".formatted(each) : String.valueOf((char) each));
        });
        return escaped.toString();
    }

    private static String lowerCase(String escaped) {
        StringBuilder lower = new StringBuilder(escaped);
        for (int i = escaped.indexOf('%'); i >= 0; i = escaped.indexOf('%', i + 1)) {
            lower.replace(i, i + 3, escaped.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }
}
