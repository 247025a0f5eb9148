package dev.heir.integration.rest;

import dev.heir.integration.credential.Redaction;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refuses a document that holds a known secret: it is kept in clear and shown to whoever may read documents. */
@Singleton
final class HeldSecrets {

    /** Where secrets belong; and where a person's words are masked, since an incident is no time to be refused. */
    private static final List<String> ELSEWHERE = List.of("/v1/credentials/", "/v1/escalations/");

    private final Redaction redaction;

    HeldSecrets(Redaction redaction) {
        this.redaction = redaction;
    }

    /** @throws InvalidInput naming every place, and no secret */
    void refuse(Map<String, ?> document, UriInfo uri) {
        if (ELSEWHERE.stream().anyMatch(uri.getPath()::startsWith)) {
            return;
        }
        List<Flaw> flaws = new ArrayList<>();
        look("", document, flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }

    private void look(String path, @Nullable Object value, List<Flaw> flaws) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, each) -> look(below(path, "." + key), each, flaws));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    look(below(path, "[" + i + "]"), list.get(i), flaws);
                }
            }
            case String text -> {
                if (Stream.of(path, text).anyMatch(this::knows)) {
                    flaws.add(new Flaw(
                            path,
                            "[secret]",
                            "holds a registered secret: name its credential instead, and let nobody write it here"));
                }
            }
            case null, default -> {}
        }
    }

    private static String below(String path, String part) {
        return path.isEmpty() && part.startsWith(".") ? part.substring(1) : path + part;
    }

    /** As in the data of others: a short password may be a word of the document. */
    private boolean knows(String text) {
        return redaction.knows(text.getBytes(StandardCharsets.UTF_8));
    }
}
