package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.heir.integration.call.Pages;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that was given in pages, as its caller reads it in JSON.
 *
 * @param items of all pages, in their order, each as its provider wrote it
 * @param complete whether the list ended
 * @param next where to go on ({@code pages.from}), if it did not and can
 * @param why it did not
 * @param calls in the ledger, one for each page and for what ended it
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record PagesAnswerDocument(
        @JsonRawValue String items,
        int pages,
        boolean complete,
        @Nullable String next,
        @Nullable String why,
        List<String> calls,
        List<Source> sources,
        @Nullable String cost,
        long tookMillis) {

    static PagesAnswerDocument of(Pages.Result.Some some) {
        return new PagesAnswerDocument(
                "[" + String.join(",", some.items()) + "]",
                some.pages(),
                some.complete(),
                some.next().orElse(null),
                some.why().orElse(null),
                some.calls().stream().map(DprId::toString).toList(),
                some.sources().stream().sorted().toList(),
                some.cost().map(Object::toString).orElse(null),
                some.took().toMillis());
    }
}
