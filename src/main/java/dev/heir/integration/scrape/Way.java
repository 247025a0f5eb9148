package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By what a scrape wants its pages fetched.
 *
 * @param rendering by us: with or without a browser
 * @param provider which fetches them for us; empty when we do
 */
public record Way(Rendering rendering, Optional<String> provider) {

    private static final String KEY = "fetch";

    public static final Way USUAL = by(Rendering.AUTO);

    static Way by(Rendering rendering) {
        return new Way(rendering, Optional.empty());
    }

    /** What a provider gives is not rendered once more. */
    static Way through(String provider) {
        return new Way(Rendering.PLAIN, Optional.of(provider));
    }

    /** What the document says as {@code fetch}: a word, or whose provider's matter it is. */
    public static Way read(JsonNode document, List<Flaw> flaws) {
        JsonNode node = document.path(KEY);
        if (!node.isObject()) {
            return by(Rendering.read(document, flaws));
        }
        List<Flaw> found = new ArrayList<>();
        Documents.onlyKeys(node, List.of("provider"), found);
        Optional<String> provider = Documents.text(node, "provider", found);
        if (provider.isEmpty() && found.isEmpty()) {
            found.add(new Flaw("provider", "nothing", "must be the id of a provider"));
        }
        found.forEach(flaw -> flaws.add(new Flaw(KEY + "." + flaw.path(), flaw.value(), flaw.reason())));
        return provider.map(Way::through).orElse(USUAL);
    }

    /** What {@link #read} reads; nothing for the usual way. */
    public void write(ObjectNode document) {
        if (provider.isPresent()) {
            document.putObject(KEY).put("provider", provider.get());
        } else if (rendering != Rendering.AUTO) {
            document.put(KEY, rendering.word());
        }
    }
}
