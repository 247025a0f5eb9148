package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.provider.Flaw;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Masks known secrets in everything that we say ourselves: a problem quotes what was sent, a document may hold what was
 * made a secret after it was written. What a provider answered was masked when it came in, or is not to be.
 */
final class MaskedAnswers {

    private final Redaction redaction;
    private final ObjectMapper json;

    MaskedAnswers(Redaction redaction, ObjectMapper json) {
        this.redaction = redaction;
        this.json = json;
    }

    @ServerResponseFilter
    void mask(ContainerResponseContext response) {
        Object said = response.getEntity();
        switch (said) {
            case null -> {}
            case AnswerDocument _, PagesAnswerDocument _, StreamingOutput _, byte[] _ -> {}
            case ShownOnce once -> response.setEntity(once.masked(this::problem));
            case BatchAnswerDocument batch -> response.setEntity(batch.masked(this::problem));
            case Map<?, ?> problem
            when ProblemMapper.TYPE.equals(String.valueOf(response.getMediaType())) ->
                response.setEntity(problem(problem));
            case String text -> response.setEntity(redaction.mask(text));
            default -> document(response, said);
        }
    }

    /** Texts of ours: each is masked by itself, so that what is said around it stays. */
    private Map<String, Object> problem(Map<?, ?> members) {
        Map<String, Object> masked = new LinkedHashMap<>();
        members.forEach((name, value) -> masked.put(String.valueOf(name), value(value)));
        return masked;
    }

    private @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case String text -> redaction.mask(text);
            case Flaw flaw ->
                new Flaw(redaction.mask(flaw.path()), redaction.mask(flaw.value()), redaction.mask(flaw.reason()));
            case Collection<?> some -> some.stream().map(this::value).toList();
            case Map<?, ?> map -> problem(map);
            case null, default -> value;
        };
    }

    /** With asterisks, which leave JSON what it is. */
    private void document(ContainerResponseContext response, Object said) {
        MediaType type = response.getMediaType();
        if (type != null && type.getSubtype().endsWith("json")) {
            byte[] written = written(said);
            byte[] masked = redaction.masked(written);
            if (masked != written) {
                response.setEntity(new String(masked, StandardCharsets.UTF_8));
            }
        }
    }

    private byte[] written(Object said) {
        try {
            return json.writeValueAsBytes(said);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("what is said cannot be written", bug);
        }
    }
}
