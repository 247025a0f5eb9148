package dev.heir.integration.assign;

import dev.heir.integration.provider.Provider;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a requirement touches, by the names that it and the providers' documents use. */
final class Touch {

    /** Words of money, and the payment providers whose names say nothing of it. */
    private static final Set<String> MONEY = Set.of(
            "adyen",
            "billing",
            "braintree",
            "charge",
            "charges",
            "checkout",
            "invoice",
            "invoices",
            "klarna",
            "mollie",
            "pay",
            "payment",
            "payments",
            "payout",
            "payouts",
            "paypal",
            "refund",
            "refunds",
            "square",
            "squareup",
            "stripe",
            "transactions",
            "worldpay");

    private Touch() {}

    static boolean money(Requirement requirement, Known known) {
        return requirement
                        .api()
                        .map(need -> need.providers().stream()
                                .anyMatch(id -> speaksOfMoney(id)
                                        || known.find(id)
                                                .map(Touch::speaksOfMoney)
                                                .orElse(false)))
                        .orElse(false)
                || requirement
                        .sites()
                        .map(need -> need.websites().stream().anyMatch(site -> speaksOfMoney(site.host())))
                        .orElse(false);
    }

    private static boolean speaksOfMoney(Provider provider) {
        return speaksOfMoney(host(provider.baseUrl()))
                || provider.operations().keySet().stream().anyMatch(Touch::speaksOfMoney);
    }

    private static boolean speaksOfMoney(String name) {
        return words(name).anyMatch(MONEY::contains);
    }

    /** {@code listRefunds} and {@code list-refunds} are the same two words. */
    private static Stream<String> words(String name) {
        return Arrays.stream(name.replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z]+"));
    }

    static String host(URI uri) {
        return Optional.ofNullable(uri.getHost()).orElse("");
    }

    /** The providers whose documents are at hand when the plan is made. */
    interface Known {
        Optional<Provider> find(String id);
    }
}
