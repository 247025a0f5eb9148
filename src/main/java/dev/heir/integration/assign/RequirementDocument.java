package dev.heir.integration.assign;

import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitDocument;
import dev.heir.integration.provider.ProviderDocument;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a project needs from the document that says it; whatever is wrong is noted in its fields. */
final class RequirementDocument {

    /** Each provider and each page is looked at whenever the assignment is read, so their number is bounded. */
    private static final int MOST_PROVIDERS = 20;

    private static final long MOST_RECORDS = 1_000_000_000_000L;
    private static final Duration YEAR = Duration.ofDays(366);
    private static final List<String> API_KEYS =
            List.of("providers", "authentication", "rateLimits", "dataVolume", "realTime");

    private RequirementDocument() {}

    /** Empty when neither half could be read; then there is a flaw that says why. */
    static Optional<Requirement> read(Fields fields) {
        Optional<ApiNeed> api = present(fields, API_KEYS) ? Optional.of(api(fields)) : Optional.empty();
        Optional<SiteNeed> sites =
                present(fields, SiteDocument.KEYS) ? Optional.of(SiteDocument.read(fields)) : Optional.empty();
        fields.refuseUnknown();
        if (api.isEmpty() && sites.isEmpty()) {
            fields.flaw("providers", "name providers, websites or both");
            return Optional.empty();
        }
        return Optional.of(new Requirement(api, sites));
    }

    private static boolean present(Fields fields, List<String> keys) {
        // Not anyMatch: each key must be asked for, or it would be told as unknown.
        return keys.stream().filter(fields::has).count() > 0;
    }

    private static ApiNeed api(Fields fields) {
        fields.require("providers");
        Map<String, Optional<Map<String, Object>>> providers = providers(fields);
        Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
        providers.forEach((id, document) -> document.ifPresent(given -> documents.put(id, given)));
        List<String> ids = List.copyOf(providers.keySet());
        return new ApiNeed(
                ids,
                documents,
                authentication(fields, ids),
                rateLimits(fields, ids),
                fields.map("dataVolume").flatMap(RequirementDocument::volume),
                fields.flag("realTime").orElse(false));
    }

    private static Map<String, Optional<Map<String, Object>>> providers(Fields fields) {
        Map<String, Optional<Map<String, Object>>> providers = new LinkedHashMap<>();
        if (!(fields.json("providers").orElse(List.of()) instanceof List<?> items)) {
            fields.flaw("providers", "must be a list of names or provider documents");
            return providers;
        }
        if (items.size() > MOST_PROVIDERS || (items.isEmpty() && fields.has("providers"))) {
            fields.flaw(
                    fields.at("providers"),
                    items.size() + " providers",
                    "must name at least one and at most " + MOST_PROVIDERS);
        }
        for (int i = 0; i < items.size(); i++) {
            String where = fields.at("providers") + "[" + i + "]";
            Object item = items.get(i);
            Optional<Map<String, Object>> document = document(item);
            Object name = document.isPresent() ? document.get().get("provider") : item;
            if (!(name instanceof String id) || !ProviderDocument.ID.matcher(id).matches()) {
                fields.flaw(
                        document.isPresent() ? where + ".provider" : where,
                        name,
                        "must be the name of a provider, or its document with its name under 'provider'");
            } else if (providers.put(id, document) != null) {
                fields.flaw(where, id, "is named twice");
            }
        }
        return providers;
    }

    private static Optional<Map<String, Object>> document(Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Map<String, Object> document = new LinkedHashMap<>();
        map.forEach((key, value) -> document.put(String.valueOf(key), value));
        return Optional.of(document);
    }

    /** One word for all providers, or a word for each. */
    private static Map<String, Authentication> authentication(Fields fields, List<String> ids) {
        Map<String, Authentication> byProvider = new HashMap<>();
        if (fields.json("authentication").orElse("") instanceof Map<?, ?>) {
            fields.map("authentication").ifPresent(each -> {
                each.keys().forEach(id -> {
                    known(each, id, ids);
                    each.word(id, Authentication.class).ifPresent(word -> byProvider.put(id, word));
                });
            });
        } else {
            fields.word("authentication", Authentication.class)
                    .ifPresent(word -> ids.forEach(id -> byProvider.put(id, word)));
        }
        return byProvider;
    }

    /** One list for all providers, or a list for each. */
    private static Map<String, List<Limit>> rateLimits(Fields fields, List<String> ids) {
        Map<String, List<Limit>> byProvider = new HashMap<>();
        if (fields.json("rateLimits").orElse(List.of()) instanceof Map<?, ?>) {
            fields.map("rateLimits").ifPresent(each -> each.keys().forEach(id -> {
                known(each, id, ids);
                byProvider.put(id, LimitDocument.read(each, id));
            }));
        } else {
            List<Limit> limits = LimitDocument.read(fields, "rateLimits");
            if (!limits.isEmpty()) {
                ids.forEach(id -> byProvider.put(id, limits));
            }
        }
        return byProvider;
    }

    private static void known(Fields fields, String id, List<String> ids) {
        if (!ids.contains(id)) {
            fields.flaw(id, "is not among the providers of this requirement");
        }
    }

    private static Optional<Volume> volume(Fields fields) {
        fields.require("records");
        fields.require("per");
        Optional<Long> records = fields.whole("records", 1, MOST_RECORDS);
        Optional<Duration> per = fields.duration("per", Duration.ofSeconds(1), YEAR);
        long recordsPerCall = fields.whole("recordsPerCall", 1, 1_000_000).orElse(1L);
        fields.refuseUnknown();
        return records.flatMap(count -> per.map(window -> new Volume(count, window, recordsPerCall)));
    }
}
