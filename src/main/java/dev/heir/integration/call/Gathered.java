package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the pages of a list came to so far. */
final class Gathered {

    private final Instant began;
    private final List<String> items = new ArrayList<>();
    private final List<DprId> calls = new ArrayList<>();
    private final Set<Source> sources = EnumSet.noneOf(Source.class);
    private final List<Money> costs = new ArrayList<>();
    private int pages;
    private long size;

    Gathered(Instant began) {
        this.began = began;
    }

    void heard(Outcome outcome) {
        calls.add(outcome.id());
        if (outcome instanceof Outcome.Answered(Answer answer)) {
            answer.cost().ifPresent(costs::add);
            sources.add(answer.source());
        }
    }

    void add(List<String> more) {
        pages++;
        items.addAll(more);
        more.forEach(item -> size += item.length());
    }

    boolean isEmpty() {
        return pages == 0;
    }

    /** In characters of JSON, which are about as many bytes. */
    long size() {
        return size;
    }

    /** @param why the list is not complete; empty when it is */
    Pages.Result.Some ended(Instant now, Optional<String> why, Optional<String> next) {
        return new Pages.Result.Some(
                List.copyOf(items),
                pages,
                why.isEmpty(),
                next,
                why,
                List.copyOf(calls),
                Set.copyOf(sources),
                cost(),
                Duration.between(began, now));
    }

    private Optional<Money> cost() {
        return costs.stream().map(Money::currency).distinct().count() == 1
                ? costs.stream().reduce((one, more) -> new Money(one.amount().add(more.amount()), one.currency()))
                : Optional.empty();
    }
}
