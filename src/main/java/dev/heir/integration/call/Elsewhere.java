package dev.heir.integration.call;

import dev.heir.integration.call.Mapped.Fit;
import dev.heir.integration.provider.Fallback;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the fallback provider is asked what the asked one did not answer. */
final class Elsewhere {

    private final Providers providers;
    private final Mapped mapped;

    Elsewhere(Providers providers, Mapped mapped) {
        this.providers = providers;
        this.mapped = mapped;
    }

    /** Bad when it cannot be asked this, and why. */
    Fit<PlannedCall> asked(PlannedCall call, Fallback fallback) {
        Optional<Provider> other = providers.find(fallback.provider());
        if (other.isEmpty()) {
            return new Fit.Bad<>("provider '" + fallback.provider() + "' is not registered");
        }
        Fallback.Mapping mapping = fallback.mapping().get(call.operation().name());
        boolean named = call.request().operation().isPresent();
        if (!named && mapping == null) {
            return unnamed(call, other.get());
        }
        Operation operation =
                other.get().operations().get(mapping == null ? call.operation().name() : mapping.operation());
        if (operation == null || operation.safe() != call.operation().safe()) {
            return new Fit.Bad<>("provider '" + fallback.provider() + "' has no operation mapped to '"
                    + call.operation().name() + "' that is as safe as that");
        }
        Map<String, String> given = named
                ? call.request().params()
                : OperationMatch.params(call.operation().path(), call.pathAndQuery());
        return switch (request(call, given, mapping)) {
            case Fit.Bad<Mapped.Request>(String reason) ->
                new Fit.Bad<>("the request does not fit the mapping: " + reason);
            case Fit.Good<Mapped.Request>(Mapped.Request request) ->
                sent(call, other.get(), operation, mapping, request);
        };
    }

    private Fit<Mapped.Request> request(
            PlannedCall call, Map<String, String> given, Fallback.@Nullable Mapping mapping) {
        if (mapping == null) {
            return new Fit.Good<>(new Mapped.Request(given, call.body(), Optional.empty()));
        }
        if (mapping.request().isPresent() && !call.body().isWhole()) {
            return new Fit.Bad<>("its body was passed on as it came");
        }
        return mapped.request(
                given, call.body(), Optional.ofNullable(call.headers().get("content-type")), mapping);
    }

    private static Fit<PlannedCall> sent(
            PlannedCall call,
            Provider other,
            Operation operation,
            Fallback.@Nullable Mapping mapping,
            Mapped.Request request) {
        List<String> missing = new ArrayList<>();
        String pathAndQuery = UrlTemplate.expand(operation.path(), request.params(), missing);
        if (!missing.isEmpty()) {
            return new Fit.Bad<>("'" + operation.name() + "' of '" + other.id() + "' needs " + missing);
        }
        Map<String, String> headers = new HashMap<>(headers(call, operation));
        request.type().ifPresent(type -> headers.put("content-type", type));
        boolean passedOn = call.asIs() && mapping != null && mapping.response().isEmpty();
        return new Fit.Good<>(call.as(other, operation, pathAndQuery, headers, request.body(), passedOn));
    }

    /** Without a mapping the fallback is asked just what was asked: nothing of it may get lost on the way. */
    private static Fit<PlannedCall> unnamed(PlannedCall call, Provider other) {
        Operation operation = OperationMatch.find(
                        other.operations().values(), call.operation().method(), call.pathAndQuery())
                .orElseGet(() -> call.operation().at(other));
        return operation.safe() == call.operation().safe()
                ? new Fit.Good<>(call.as(
                        other, operation, call.pathAndQuery(), headers(call, operation), call.body(), call.asIs()))
                : new Fit.Bad<>("'" + operation.name() + "' of '" + other.id() + "' is not as safe as that");
    }

    private static Map<String, String> headers(PlannedCall call, Operation operation) {
        Map<String, String> headers = Personal.removedFrom(call.headers());
        call.operation().idempotencyHeader().ifPresent(ours -> headers.remove(ours.toLowerCase(Locale.ROOT)));
        operation
                .idempotencyHeader()
                .ifPresent(theirs -> headers.put(
                        theirs.toLowerCase(Locale.ROOT), call.idempotencyKey().orElseGet(call.id()::toString)));
        return headers;
    }
}
