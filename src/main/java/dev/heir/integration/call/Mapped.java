package dev.heir.integration.call;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Fallback;
import dev.heir.integration.provider.Template;
import dev.heir.integration.provider.Template.Filled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks another provider and reads its answer as if the asked one had given it, by the mapping its owner declared. */
@Singleton
final class Mapped {

    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";

    private final ObjectMapper json;

    Mapped(ObjectMapper json) {
        this.json = json.copy().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS); // not a digit is changed
    }

    /** Something that could be made, or why it could not. */
    sealed interface Fit<T> {

        record Good<T>(T value) implements Fit<T> {}

        /** @param reason for people; no value is quoted */
        record Bad<T>(String reason) implements Fit<T> {}
    }

    /** @param type of the body, where the mapping made it */
    record Request(Map<String, String> params, Body body, Optional<String> type) {}

    /** @param params and body as the asked provider would have got them, its body of this type */
    Fit<Request> request(Map<String, String> params, Body body, Optional<String> type, Fallback.Mapping mapping) {
        Optional<Fallback.RequestTemplate> template = mapping.request();
        if (template.isEmpty()) {
            return new Fit.Good<>(new Request(renamed(params, mapping), body, Optional.empty()));
        }
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("params", params);
        source(body, type).ifPresent(read -> source.put("body", read));
        return switch (texts(template.get().params(), Optional.of(source))) {
            case Fit.Bad<Map<String, List<String>>>(String reason) -> new Fit.Bad<>("params: " + reason);
            case Fit.Good<Map<String, List<String>>>(Map<String, List<String>> sent) -> {
                Map<String, String> own = template.get().params().isEmpty() ? renamed(params, mapping) : single(sent);
                yield withBody(own, body, template.get(), source);
            }
        };
    }

    private Fit<Request> withBody(
            Map<String, String> params, Body body, Fallback.RequestTemplate template, Map<String, Object> source) {
        if (!template.form().isEmpty()) {
            return switch (texts(template.form(), Optional.of(source))) {
                case Fit.Bad<Map<String, List<String>>>(String reason) -> new Fit.Bad<>("form: " + reason);
                case Fit.Good<Map<String, List<String>>>(Map<String, List<String>> fields) ->
                    new Fit.Good<>(new Request(params, Forms.write(fields), Optional.of(FORM)));
            };
        }
        if (template.body().isEmpty()) {
            return new Fit.Good<>(new Request(params, body, Optional.empty()));
        }
        return switch (template.body().get().fill(Optional.of(source))) {
            case Filled.Misfit(String reason) -> new Fit.Bad<>("body: " + reason);
            case Filled.Nothing _ -> new Fit.Good<>(new Request(params, Body.EMPTY, Optional.empty()));
            case Filled.Value filled -> new Fit.Good<>(new Request(params, write(filled), Optional.of(JSON)));
        };
    }

    /** Better no answer than a torn one: it is bad where their body is not JSON or lacks what the template points at. */
    Fit<Body> response(Body theirs, Fallback.Mapping mapping) {
        if (mapping.response().isEmpty()) {
            return new Fit.Good<>(theirs);
        }
        Optional<Object> source = tree(theirs);
        if (source.isEmpty() && theirs.bytes().length > 0) {
            return new Fit.Bad<>("it is not JSON");
        }
        return switch (mapping.response().get().fill(source)) {
            case Filled.Misfit(String reason) -> new Fit.Bad<>(reason);
            case Filled.Nothing _ -> new Fit.Bad<>("nothing came of it");
            case Filled.Value filled -> new Fit.Good<>(write(filled));
        };
    }

    private static Map<String, String> renamed(Map<String, String> ours, Fallback.Mapping mapping) {
        Map<String, String> theirs = new LinkedHashMap<>();
        ours.forEach((name, value) -> theirs.put(mapping.parameters().getOrDefault(name, name), value));
        return theirs;
    }

    private static Map<String, String> single(Map<String, List<String>> texts) {
        Map<String, String> single = new LinkedHashMap<>();
        texts.forEach((name, values) -> single.put(name, String.join(",", values)));
        return single;
    }

    private Optional<Object> source(Body body, Optional<String> type) {
        return type.filter(name -> name.startsWith(FORM)).isPresent() ? Optional.of(Forms.read(body)) : tree(body);
    }

    /** What is null or no JSON has nothing that could be pointed at. */
    private Optional<Object> tree(Body body) {
        try {
            return body.bytes().length == 0
                    ? Optional.empty()
                    : Optional.ofNullable(json.readValue(body.bytes(), Object.class));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private Body write(Filled.Value filled) {
        try {
            return Body.of(json.writeValueAsBytes(filled.value()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a template came to what is no JSON", impossible);
        }
    }

    /** Each by its name; what is a list stands there several times. */
    private static Fit<Map<String, List<String>>> texts(Map<String, Template> templates, Optional<Object> source) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Template> each : templates.entrySet()) {
            switch (each.getValue().fill(source)) {
                case Filled.Misfit(String reason) -> {
                    return new Fit.Bad<>("'" + each.getKey() + "': " + reason);
                }
                case Filled.Nothing _ -> {}
                case Filled.Value filled -> {
                    Optional<List<String>> values = list(filled.value());
                    if (values.isEmpty()) {
                        return new Fit.Bad<>("'" + each.getKey() + "' is neither text nor a list of it");
                    }
                    texts.put(each.getKey(), values.get());
                }
            }
        }
        return new Fit.Good<>(texts);
    }

    private static Optional<List<String>> list(@Nullable Object value) {
        List<?> all = value instanceof List<?> list ? list : Collections.singletonList(value);
        List<String> texts =
                all.stream().flatMap(one -> Template.text(one).stream()).toList();
        return texts.size() == all.size() ? Optional.of(texts) : Optional.empty();
    }
}
