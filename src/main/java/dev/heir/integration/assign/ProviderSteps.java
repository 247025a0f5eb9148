package dev.heir.integration.assign;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitDocument;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests that bring one provider's criteria closer. */
record ProviderSteps(String id, ProviderFacts facts) {

    NextStep register(Authentication authentication) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", id);
        document.put("baseUrl", "<https address>");
        if (authentication != Authentication.NONE) {
            document.put("credentials", List.of(id));
        }
        return new NextStep("Register the provider", "PUT", "/v1/providers/" + id, document);
    }

    NextStep declareLimits(List<Limit> missing) {
        List<Object> limits = new ArrayList<>();
        if (facts.document().get("limits") instanceof List<?> declared) {
            limits.addAll(declared);
        }
        missing.forEach(limit -> limits.add(LimitDocument.write(limit)));
        if (limits.isEmpty()) {
            limits.add(Map.of("requests", "<how many>", "per", "<1s, 1h, 1d>"));
        }
        return change("Declare the limits that its documentation states", "limits", limits);
    }

    NextStep largerPlan(Provider provider) {
        String plans = provider.plans().isEmpty()
                ? "its document lists no larger plan"
                : "larger plans: "
                        + String.join(
                                ", ",
                                provider.plans().stream()
                                        .map(plan -> plan.name() + " for " + plan.monthly() + " a month")
                                        .toList());
        return change(
                "Ask for fewer records, or buy a larger plan and declare its limits (" + plans + ")",
                "limits",
                List.of(Map.of("requests", "<how many>", "per", "<1s, 1h, 1d>")));
    }

    NextStep nameCredential() {
        return change("Name the credential that signs its requests", "credentials", List.of(id));
    }

    NextStep storeCredential(String credential, Authentication authentication) {
        return new NextStep("Store the credential", "PUT", "/v1/credentials/" + credential, authentication.example());
    }

    NextStep call(String what) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", id);
        facts.registered()
                .flatMap(ProviderSteps::anySafe)
                .ifPresentOrElse(operation -> body.put("operation", operation), () -> {
                    body.put("method", "GET");
                    body.put("path", "/");
                });
        return new NextStep(what + " with the project's key", "POST", "/v1/calls", body);
    }

    NextStep declareWayOut() {
        return change(
                "Declare what to answer while it is down, or a fallback provider",
                "degraded",
                Map.of("body", Map.of("<field>", "<value>")));
    }

    NextStep configureProbe(Provider provider) {
        Map<String, Object> probe = Map.of("operation", anySafe(provider).orElse("<a safe operation>"), "every", "5m");
        return change("Name a safe operation to probe it with", "probe", probe);
    }

    NextStep readHealth() {
        return new NextStep("See what is wrong with it", "GET", "/v1/health/" + id, Map.of());
    }

    NextStep sweep() {
        return new NextStep("Let the sweep look at it", "POST", "/v1/sweeps", Map.of());
    }

    NextStep resolve(String escalation) {
        return new NextStep(
                "Read the case file and resolve it",
                "POST",
                "/v1/escalations/" + escalation + "/resolve",
                Map.of("by", "<your name>", "resolution", "<what helped>"));
    }

    /** The whole document again, so that nothing of it is lost, with one key changed. */
    private NextStep change(String what, String key, Object value) {
        Map<String, Object> document = new LinkedHashMap<>(facts.document());
        document.put("provider", id);
        document.put(key, value);
        return new NextStep(what, "PUT", "/v1/providers/" + id, document);
    }

    private static Optional<String> anySafe(Provider provider) {
        return provider.operations().values().stream()
                .filter(Operation::safe)
                .filter(operation -> !operation.path().contains("{"))
                .map(Operation::name)
                .min(Comparator.naturalOrder());
    }
}
