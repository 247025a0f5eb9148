package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Flaw;
import java.util.List;
import java.util.Optional;

/** By what a scrape wants its pages fetched. */
public enum Rendering {
    /** As they are sent; no script runs. */
    PLAIN,
    /** By a browser where a page says nothing without its scripts, or its site is known for that. */
    AUTO,
    /** By a browser, whatever they say without one. */
    BROWSER;

    /** The word for it on the wire. */
    public String word() {
        return switch (this) {
            case PLAIN -> "plain";
            case AUTO -> "auto";
            case BROWSER -> "browser";
        };
    }

    static Optional<Rendering> of(String word) {
        return List.of(values()).stream().filter(one -> one.word().equals(word)).findFirst();
    }

    /** What the document asks for as {@code fetch}; {@link #AUTO} when it says nothing. */
    public static Rendering read(JsonNode document, List<Flaw> flaws) {
        return Documents.text(document, "fetch", flaws)
                .map(word -> of(word).orElseGet(() -> {
                    flaws.add(new Flaw("fetch", word, "must be plain, auto or browser"));
                    return AUTO;
                }))
                .orElse(AUTO);
    }
}
