package dev.heir.integration.rest;

import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.DryRuns;
import dev.heir.integration.call.Later;
import dev.heir.integration.call.Once;
import dev.heir.integration.call.Pages;
import dev.heir.integration.call.Preference;
import dev.heir.integration.call.ProvidersKey;
import dev.heir.integration.provider.Project;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a call's document wants: the answer, what would be done for it, or all pages of a list. */
@Singleton
final class TypedCalls {

    private final Later later;
    private final DryRuns dryRuns;
    private final Pages pages;
    private final ProvidersKey keys;
    private final Clock clock;

    TypedCalls(Later later, DryRuns dryRuns, Pages pages, ProvidersKey keys, Clock clock) {
        this.later = later;
        this.dryRuns = dryRuns;
        this.pages = pages;
        this.keys = keys;
        this.clock = clock;
    }

    Response answer(Project project, CallDocument document, Optional<String> key, Preference preference) {
        CallRequest request = document.read(key);
        Optional<Pages.Wish> wish = document.pagesWanted();
        if (key.isEmpty() && request.idempotencyKey().isPresent()) {
            keys.check(project, request);
        }
        if (document.isDryRun()) {
            return Response.ok(DryRunDocument.of(dryRuns.of(project, request))).build();
        }
        return wish.map(wanted -> gathered(pages.answer(project, request, wanted)))
                .orElseGet(() -> Outcomes.response(later.answer(project, request, key, preference), clock.instant()));
    }

    private Response gathered(Pages.Result result) {
        return switch (result) {
            case Pages.Result.None(var outcome) ->
                Outcomes.response(new Later.Told(new Once.Heard.First(outcome), List.of()), clock.instant());
            case Pages.Result.Some some ->
                Response.ok(PagesAnswerDocument.of(some)).build();
        };
    }
}
