package dev.heir.integration.scrape;

import dev.heir.integration.call.Answer;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.Calls;
import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Addresses;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Pages that a provider fetches for us: a call like any other, with quota, price, credential and breaker. It is sent once;
 * robots.txt was asked and the host's turn taken before, by us.
 */
@Singleton
final class PageServices {

    private final Calls calls;
    private final Providers providers;
    private final Projects projects;
    private final Clock clock;

    PageServices(Calls calls, Providers providers, Projects projects, Clock clock) {
        this.calls = calls;
        this.providers = providers;
        this.projects = projects;
        this.clock = clock;
    }

    /** Why the provider cannot fetch pages; empty when it can. */
    Optional<String> missing(String provider) {
        return providers.find(provider).flatMap(PageService::of).isPresent()
                ? Optional.empty()
                : Optional.of("must be a registered provider whose operation '" + PageService.OPERATION
                        + "' is Firecrawl's POST .../scrape or Apify's POST .../run-sync-get-dataset-items");
    }

    /** How long it may take, as its document says. */
    Duration longest(String provider) {
        return providers
                .find(provider)
                .flatMap(found -> Optional.ofNullable(found.operations().get(PageService.OPERATION)))
                .map(Operation::timeout)
                .orElse(Duration.ZERO);
    }

    Reply fetch(String id, Fetcher.Ask ask) {
        Optional<Provider> provider = providers.find(id);
        Optional<PageService> service = provider.flatMap(PageService::of);
        if (service.isEmpty()) {
            return new Reply.NoRoom("provider '" + id + "' " + missing(id).orElse("has changed"));
        }
        String host = ask.url().uri().getHost();
        if (!provider.get().internal() && Addresses.isPrivate(host)) {
            return new Reply.Withheld("'" + host + "' is a private host, and provider '" + id + "' is elsewhere");
        }
        // What is left of the time that the process has, if that is less than the document gives it.
        Duration longest = ask.timeout();
        String agent = ask.headers().getOrDefault("user-agent", "");
        Body body = Body.of(service.get()
                .ask(ask.url(), agent, longest.multipliedBy(9).dividedBy(10))
                .toString());
        try {
            return switch (calls.answer(project(ask.project()), request(id, body, longest))) {
                case Outcome.Answered(Answer answer) -> read(id, service.get(), ask.url(), answer);
                case Outcome.Unanswered refused ->
                    new Reply.NoRoom("provider '" + id + "': " + refused.symptom() + ", " + refused.detail());
            };
        } catch (InvalidInput impossible) {
            return new Reply.NoRoom("provider '" + id + "': " + impossible.getMessage());
        }
    }

    private Reply read(String id, PageService service, PageUrl url, Answer answer) {
        boolean live = answer.source() == Source.LIVE || answer.source() == Source.ALTERNATIVE_ENDPOINT;
        if (!live || answer.status() < 200 || answer.status() > 299) {
            return new Reply.NoRoom("provider '" + id + "' answered " + answer.status() + " (" + answer.source() + ")");
        }
        return service.read(answer.body().bytes(), url, clock.instant());
    }

    private Project project(String id) {
        return projects.find(id).orElseGet(() -> new Project(id, Tier.NICE_TO_HAVE, Optional.empty()));
    }

    /** Not to be parked: its host's turn would be over when it is sent. */
    private static CallRequest request(String provider, Body body, Duration deadline) {
        return new CallRequest(
                provider,
                Optional.of(PageService.OPERATION),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of("content-type", "application/json"),
                body,
                Optional.empty(),
                Optional.of(deadline),
                Optional.empty(),
                false);
    }
}
