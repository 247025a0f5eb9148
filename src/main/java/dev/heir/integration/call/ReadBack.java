package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.strike.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an unknown outcome is settled: by asking the provider for what the request should have made. */
final class ReadBack {

    private ReadBack() {}

    /** What the question showed. */
    sealed interface Finding {
        record CarriedOut(Reply.Responded evidence) implements Finding {}

        record NotCarriedOut() implements Finding {}

        record Unknown() implements Finding {}
    }

    /**
     * The question as a call of its own: the operation that the document names, with the parameters of the call and
     * its idempotency key as {@code idempotencyKey}. Empty when there is none, or the call lacks what it needs.
     */
    static Optional<PlannedCall> question(PlannedCall call) {
        Optional<Operation> named =
                call.operation().readBack().map(call.provider().operations()::get);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Operation operation = named.get();
        Map<String, String> params = new HashMap<>(call.request().params());
        call.idempotencyKey().ifPresent(key -> params.put("idempotencyKey", key));
        params.keySet().removeIf(name -> !operation.path().contains("{" + name + "}"));
        List<String> missing = new ArrayList<>();
        String pathAndQuery = UrlTemplate.expand(operation.path(), params, missing);
        return missing.isEmpty()
                ? Optional.of(call.as(call.provider(), operation, pathAndQuery, Map.of(), Body.EMPTY, false))
                : Optional.empty();
    }

    /**
     * Found means carried out. Absent means not carried out only when its effect would show by now: before that the
     * request may still be at work. 410 is no absence: it was there once.
     *
     * @param settled whether so much time has passed that the effect would show
     */
    static Finding judge(Reply reply, boolean settled) {
        if (reply instanceof Reply.Responded responded) {
            if (responded.meaning() >= 200 && responded.meaning() < 300) {
                return new Finding.CarriedOut(responded);
            }
            if (responded.meaning() == 404 && settled) {
                return new Finding.NotCarriedOut();
            }
        }
        return new Finding.Unknown();
    }
}
