package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Batch;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Provider;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What asking for many calls at once would have saved, from calls that really came in one slot of the clock. Those of two
 * neighbouring slots are never taken together, and each is worth what the cheapest of them cost: so it is the least.
 */
final class Batching {

    private Batching() {}

    /** For each operation of which the document says that it can be done. */
    static List<CostLine.Batching> of(
            Provider provider, List<Spending.Together> together, LocalDate since, String project) {
        return provider.operations().values().stream()
                .filter(operation -> operation.batch().isPresent())
                .sorted(Comparator.comparing(Operation::name))
                .map(operation -> of(
                        operation,
                        operation.batch().orElseThrow(),
                        provider.price(),
                        together.stream()
                                .filter(one -> one.project().equals(project)
                                        && one.provider().equals(provider.id())
                                        && one.operation().equals(operation.name()))
                                .toList(),
                        since))
                .toList();
    }

    private static CostLine.Batching of(
            Operation operation,
            Batch batch,
            Optional<PriceModel> price,
            List<Spending.Together> together,
            LocalDate since) {
        // What is paid by unit is paid for each, however they are asked; of a call's cost nobody can tell the two
        // apart.
        if (price.filter(paid -> paid.byUnit().keySet().equals(Set.of(PriceModel.CALLS)))
                .isEmpty()) {
            return nothing(operation, batch, "nothing: it saves where calls, and calls alone, are paid for", since);
        }
        List<Spending.Together> counted = together.stream()
                .filter(one -> one.slot().equals(batch.within())
                        && one.least().currency().equals(price.get().currency()))
                .toList();
        long saved = counted.stream()
                .mapToLong(one -> batch.saves(one.calls()) * one.slots())
                .sum();
        if (saved == 0) {
            return nothing(operation, batch, "nothing yet", since);
        }
        BigDecimal amount = counted.stream()
                .map(one -> one.least().amount().multiply(BigDecimal.valueOf(batch.saves(one.calls()) * one.slots())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new CostLine.Batching(
                operation.name(),
                batch.of(),
                Durations.write(batch.within()),
                Optional.of(counted.stream()
                        .mapToLong(one -> one.calls() * one.slots())
                        .sum()),
                Optional.of(saved),
                Optional.of(new Money(amount, price.get().currency()).stripped().toString()),
                "at the least",
                since.toString());
    }

    private static CostLine.Batching nothing(Operation operation, Batch batch, String says, LocalDate since) {
        return new CostLine.Batching(
                operation.name(),
                batch.of(),
                Durations.write(batch.within()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                says,
                since.toString());
    }
}
