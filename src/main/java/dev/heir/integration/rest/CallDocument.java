package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.Pages;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Tier;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call as its caller writes it down in JSON. */
@RegisterForReflection
public final class CallDocument {

    private static final List<String> KEYS = List.of(
            "provider",
            "operation",
            "method",
            "path",
            "params",
            "headers",
            "body",
            "bodyBase64",
            "form",
            "multipart",
            "xml",
            "query",
            "variables",
            "operationName",
            "tier",
            "deadline",
            "defer",
            "wait",
            "dryRun",
            "pages",
            "idempotencyKey");

    public @Nullable String provider;
    public @Nullable String operation;
    public @Nullable String method;
    public @Nullable String path;
    public @Nullable Map<String, JsonNode> params;
    public @Nullable Map<String, String> headers;
    /** Any JSON; text is sent as it is when {@code content-type} is not a JSON type. */
    public @Nullable JsonNode body;

    public @Nullable String bodyBase64;

    /** Sent as {@code application/x-www-form-urlencoded}; a list of values is the same field several times. */
    public @Nullable Map<String, JsonNode> form;

    /** Sent as {@code multipart/form-data}. */
    public @Nullable List<MultipartForm.Part> multipart;

    /** XML; for a SOAP operation an envelope, or what is to stand in its body. */
    public @Nullable String xml;

    /** A GraphQL document, where the operation has none of its own. */
    public @Nullable String query;

    /** Of a GraphQL document. */
    public @Nullable ObjectNode variables;

    /** Which operation of a GraphQL document is meant that has several. */
    public @Nullable String operationName;

    public @Nullable String tier;
    /** Such as {@code 10s} or {@code 1500ms}. */
    public @Nullable String deadline;

    /** The provider's only; the header {@code Idempotency-Key} is the provider's and ours. */
    public @Nullable String idempotencyKey;

    /** Whether the call may be finished later; true where nothing is said. */
    public @Nullable Boolean defer;

    /** Whether the call may wait in line for its quota, within its deadline; true where nothing is said. */
    public @Nullable Boolean wait;

    /** Whether nothing is sent, and told what would be. */
    public @Nullable Boolean dryRun;

    /** For a list that its provider gives in pages: all of them, as one. */
    public @Nullable PagesDocument pages;

    private final UnknownKeys unknown = new UnknownKeys("a call", KEYS);

    @JsonAnySetter
    void unknown(String name, @Nullable JsonNode value) {
        unknown.add(name, value);
    }

    /** @throws InvalidInput when nothing was sent, or JSON's null */
    static CallDocument given(@Nullable CallDocument document) {
        return Optional.ofNullable(document)
                .orElseThrow(() -> new InvalidInput("document", "null", "must be a call, a map of keys and values"));
    }

    /** @throws InvalidInput with all flaws of it */
    Optional<Pages.Wish> pagesWanted() {
        List<Flaw> flaws = new ArrayList<>();
        Optional<Pages.Wish> wish = Optional.ofNullable(pages).map(wanted -> wanted.read(flaws));
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return wish;
    }

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    /**
     * @param keyHeader the request's own {@code Idempotency-Key}, which wins over the document's
     * @throws InvalidInput with all flaws
     */
    CallRequest read(Optional<String> keyHeader) {
        List<Flaw> flaws = new ArrayList<>();
        flaws.addAll(unknown.flaws(""));
        if (provider == null || provider.isBlank()) {
            flaws.add(new Flaw("provider", String.valueOf(provider), "is needed"));
        }
        Map<String, String> sent = new HashMap<>();
        (headers == null ? Map.<String, String>of() : headers).forEach((name, value) -> {
            if (value == null) {
                flaws.add(new Flaw("headers." + name, "null", "must be text"));
            } else {
                sent.put(name, value);
            }
        });
        Body content = new CallContent(sent, flaws).of(this);
        Optional<Tier> wanted = tier(flaws);
        Optional<Duration> time = Optional.ofNullable(deadline).flatMap(text -> duration(text, flaws));
        Map<String, String> filled = params(flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new CallRequest(
                String.valueOf(provider),
                Optional.ofNullable(operation),
                Optional.ofNullable(method),
                Optional.ofNullable(path),
                filled,
                sent,
                content,
                wanted,
                time,
                keyHeader.or(() -> Optional.ofNullable(idempotencyKey)),
                defer == null || defer,
                wait == null || wait,
                Optional.empty());
    }

    private Map<String, String> params(List<Flaw> flaws) {
        Map<String, String> filled = new LinkedHashMap<>();
        (params == null ? Map.<String, JsonNode>of() : params).forEach((name, value) -> {
            if (value == null || !value.isValueNode() || value.isNull()) {
                flaws.add(new Flaw("params." + name, String.valueOf(value), "must be text, a number or a boolean"));
            } else {
                filled.put(name, value.asText());
            }
        });
        return filled;
    }

    private Optional<Tier> tier(List<Flaw> flaws) {
        if (tier == null) {
            return Optional.empty();
        }
        Optional<Tier> known = Tier.named(tier);
        if (known.isEmpty()) {
            flaws.add(new Flaw("tier", tier, "must be one of " + Arrays.toString(Tier.values())));
        }
        return known;
    }

    private static Optional<Duration> duration(String text, List<Flaw> flaws) {
        Optional<Duration> read = Durations.parse(text);
        if (read.isEmpty()) {
            flaws.add(new Flaw("deadline", text, "must be a duration such as 10s or 1500ms"));
        }
        return read;
    }
}
