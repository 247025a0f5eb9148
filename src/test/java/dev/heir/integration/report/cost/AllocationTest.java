package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    @Test
    void a_provider_with_limits_gets_what_its_document_asks_for() {
        List<String> made = new ArrayList<>();
        Allocation allocation = new Allocation(
                new Reallocations() {
                    @Override
                    public Map<String, List<TierUse>> use(LocalDate from) {
                        assertThat(from).isEqualTo(TODAY.minusDays(7));
                        return Map.of("asks", busy(), "by-itself", busy(), "without", busy());
                    }

                    @Override
                    public boolean record(String provider, Reallocation better, boolean apply) {
                        return made.add(provider + " " + better.to().critical() + (apply ? " applied" : " proposed"));
                    }

                    @Override
                    public List<Made> newest(Optional<String> provider, int most) {
                        return List.of();
                    }
                },
                new Registry(List.of(
                        provider("asks", Map.of("limits", List.of(Map.of("requests", 5, "per", "1s")))),
                        provider(
                                "by-itself",
                                Map.of(
                                        "operations",
                                        Map.of(
                                                "a",
                                                Map.of(
                                                        "get",
                                                        "/",
                                                        "limits",
                                                        List.of(Map.of("requests", 5, "per", "1s")))),
                                        "tiers",
                                        Map.of("reallocate", "automatic"))),
                        provider("without", Map.of()),
                        provider("unused", Map.of("limits", List.of(Map.of("requests", 5, "per", "1s")))))));

        assertThat(allocation.look(TODAY)).isEqualTo(2);
        assertThat(made).containsExactly("asks 69 proposed", "by-itself 69 applied");
    }

    private static List<TierUse> busy() {
        List<TierUse> uses = new ArrayList<>();
        for (int day = 1; day <= 7; day++) {
            uses.add(new TierUse(TODAY.minusDays(day), Tier.CRITICAL, 10_000, 1_000, 9_000));
            uses.add(new TierUse(TODAY.minusDays(day), Tier.IMPORTANT, 1_000, 0, 1_000));
        }
        return uses;
    }

    private static Provider provider(String id, Map<String, Object> keys) {
        Map<String, Object> document = new java.util.HashMap<>(keys);
        document.put("baseUrl", "https://a.example");
        return ProviderDocument.read(id, document);
    }

    private record Registry(List<Provider> all) implements Providers {

        @Override
        public Optional<Provider> find(String id) {
            return Optional.empty();
        }
    }
}
