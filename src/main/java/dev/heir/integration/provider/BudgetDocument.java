package dev.heir.integration.provider;

import java.util.Map;
import java.util.Optional;

/** Reads {@code monthlyBudget: 200 USD} or {@code monthlyBudget: { amount: 200 USD, stop: soft }}. */
final class BudgetDocument {

    static final String KEY = "monthlyBudget";

    private BudgetDocument() {}

    static Optional<Budget> read(Fields parent) {
        if (parent.has(KEY) && parent.json(KEY).orElse("") instanceof Map<?, ?>) {
            return parent.map(KEY).flatMap(budget -> {
                budget.require("amount");
                Optional<Money> amount = amount(budget, "amount");
                Budget.Stop stop = budget.word("stop", Budget.Stop.class).orElse(Budget.Stop.HARD);
                budget.refuseUnknown();
                return amount.map(money -> new Budget(money, stop));
            });
        }
        return amount(parent, KEY).map(amount -> new Budget(amount, Budget.Stop.HARD));
    }

    private static Optional<Money> amount(Fields fields, String key) {
        return fields.money(key).map(money -> {
            if (money.amount().compareTo(Budget.LARGEST) > 0) {
                fields.flaw(key, "must be at most " + Budget.LARGEST);
            }
            return money;
        });
    }
}
