package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.call.Pages;
import dev.heir.integration.provider.Flaw;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many pages of a list a caller wants: {@code "pages": {"most": 20}}. */
@RegisterForReflection
public final class PagesDocument {

    public @Nullable JsonNode most;

    /** What an earlier answer gave as {@code next}. */
    public @Nullable String from;

    private final UnknownKeys unknown = new UnknownKeys("pages", List.of("most", "from"));

    @JsonAnySetter
    void unknown(String name, @Nullable JsonNode value) {
        unknown.add(name, value);
    }

    Pages.Wish read(List<Flaw> flaws) {
        flaws.addAll(unknown.flaws("pages."));
        if (most == null || !most.isIntegralNumber() || !most.canConvertToLong()) {
            flaws.add(new Flaw("pages.most", String.valueOf(most), "must be a whole number: how many pages at most"));
            return new Pages.Wish(1, Optional.empty());
        }
        return new Pages.Wish(most.longValue(), Optional.ofNullable(from));
    }
}
