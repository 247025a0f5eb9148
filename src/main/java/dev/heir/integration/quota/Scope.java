package dev.heir.integration.quota;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.CalendarMonths;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.TierShares;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Limits that count the same units of the same requests, and so are taken from together.
 *
 * @param name {@code shopify}, {@code shopify#key-1} for one credential, {@code shopify/list-orders} for one operation,
 *     {@code shopify:tokens} for another unit than requests, {@code budget:project:shop:EUR} for money
 * @param words for the limit, where its units are not what people count in
 * @param cost units one request takes; nanos of the currency where it is money
 */
record Scope(String name, Rules rules, long cost, Kind kind, Optional<String> words) {

    Scope(String name, Rules rules, long cost, Kind kind) {
        this(name, rules, cost, kind, Optional.empty());
    }

    private Scope listeningToAll() {
        return new Scope(name, rules, cost, Kind.LISTENING_TO_ALL, words);
    }

    /** What is counted in a scope. */
    enum Kind {
        /** Requests, or other units that the provider's document counts. */
        DECLARED,
        /** The requests that a provider speaks of when it refuses one or says what remains: those of one credential. */
        LISTENING,
        /** The requests of all credentials together: limited when several of them are. */
        LISTENING_TO_ALL,
        /** A budget. */
        MONEY
    }

    /** How the names of budgets begin. */
    static final String OF_PROJECT = "budget:project:";

    static final String OF_PROVIDER = "budget:provider:";

    private static final LimitWindow MONTH = new CalendarMonths(1, ZoneOffset.UTC);

    /** Everything a request has to pass. */
    static List<Scope> of(Claimant claimant) {
        Provider provider = claimant.provider();
        Map<String, Scope> scopes = new TreeMap<>();
        provider.limits().forEach(limit -> add(scopes, claimant, provider.id(), limit));
        claimant.operation()
                .limits()
                .forEach(limit -> add(
                        scopes,
                        claimant,
                        provider.id() + "/" + claimant.operation().name(),
                        limit));
        // What nobody declares is learnt from what the provider says to each credential.
        String own = provider.id() + signedBy(claimant);
        Rules declared = scopes.containsKey(own) ? scopes.get(own).rules() : new Rules(List.of(), provider.tiers());
        scopes.put(own, new Scope(own, declared, claimant.operation().cost(), Kind.LISTENING));
        // What is declared for all of them together is too much when several are refused.
        scopes.computeIfPresent(provider.id(), (name, all) -> name.equals(own) ? all : all.listeningToAll());
        List<Scope> all = new ArrayList<>(scopes.values());
        provider.price().ifPresent(price -> all.addAll(budgets(claimant, price)));
        return all;
    }

    private static void add(Map<String, Scope> scopes, Claimant claimant, String base, Limit limit) {
        long cost = claimant.operation().costs().getOrDefault(limit.unit(), 0L);
        if (cost == 0) {
            return;
        }
        String name = base
                + (limit.of() == Limit.Of.CREDENTIAL
                        ? "#" + claimant.credential().orElse("")
                        : "")
                + (limit.unit().equals(Limit.REQUESTS) ? "" : ":" + limit.unit());
        scopes.merge(
                name,
                new Scope(name, new Rules(List.of(limit), claimant.provider().tiers()), cost, Kind.DECLARED),
                (had, more) -> new Scope(
                        name,
                        new Rules(
                                Stream.concat(had.rules().limits().stream(), Stream.of(limit))
                                        .toList(),
                                had.rules().shares()),
                        cost,
                        Kind.DECLARED));
    }

    private static String signedBy(Claimant claimant) {
        return claimant.credential().map(id -> "#" + id).orElse("");
    }

    private static List<Scope> budgets(Claimant claimant, PriceModel price) {
        // What is not needed of it comes back when the price is known.
        Money most = price.atMost(claimant.operation().costs());
        return Stream.of(
                        budget(
                                OF_PROVIDER + claimant.provider().id(),
                                claimant.provider().monthlyBudget(),
                                most),
                        budget(
                                OF_PROJECT + claimant.project().id(),
                                claimant.project().monthlyBudget(),
                                most))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A budget limits what is spent in its own currency: nobody here knows exchange rates. */
    private static Optional<Scope> budget(String owner, Optional<Budget> budget, Money most) {
        return budget.filter(has -> has.amount().currency().equals(most.currency()))
                .map(has -> new Scope(
                        owner + ":" + most.currency(),
                        new Rules(
                                List.of(new Limit(
                                        Math.max(1, Nanos.of(has.amount().amount())),
                                        most.currency().getCurrencyCode(),
                                        MONTH,
                                        Limit.Of.PROVIDER,
                                        has.stop() == Budget.Stop.SOFT)),
                                TierShares.STANDARD),
                        Nanos.of(most.amount()),
                        Kind.MONEY,
                        Optional.of(has.amount() + " a month for "
                                + owner.substring(owner.indexOf(':') + 1).replace(':', ' '))));
    }
}
