package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import dev.heir.integration.report.cost.Reallocation;
import dev.heir.integration.report.cost.Reallocations;
import dev.heir.integration.report.cost.TierUse;
import io.agroal.api.AgroalDataSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReallocationRowsTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);
    private static final Database database = new Database(pool);
    private static final ReallocationRows rows = new ReallocationRows(database);
    private static final TierShares AUTOMATIC =
            new TierShares(60, 30, 10, TierShares.Lend.PACED, TierShares.Reallocate.AUTOMATIC);

    @Test
    void a_proposal_is_listed_and_a_week_later_another_takes_its_place() {
        assertThat(rows.record("crm", made(TierShares.STANDARD, 65, 25), false)).isTrue();
        assertThat(rows.record("crm", made(TierShares.STANDARD, 70, 20), false)).isFalse();
        database.update("UPDATE reallocation SET made_at = made_at - interval '8 days' WHERE provider = 'crm'");
        assertThat(rows.record("crm", made(TierShares.STANDARD, 70, 20), false)).isTrue();

        assertThat(rows.newest(Optional.of("crm"), 9))
                .extracting(made -> made.state() + " " + made.to().critical() + " " + made.reason())
                .containsExactly("PROPOSED 70 because", "SUPERSEDED 65 because");
        assertThat(rows.newest(Optional.of("none"), 9)).isEmpty();
        assertThat(applied()).doesNotContainKey("crm");
    }

    @Test
    void what_is_applied_holds_until_a_person_changes_the_document() {
        assertThat(rows.record("erp", made(AUTOMATIC, 65, 25), true)).isTrue();

        ReallocationRows.Overlay overlay = overlay("erp");
        assertThat(overlay.over(AUTOMATIC))
                .isEqualTo(new TierShares(65, 25, 10, TierShares.Lend.PACED, TierShares.Reallocate.AUTOMATIC));
        TierShares changed = new TierShares(50, 40, 10, TierShares.Lend.PACED, TierShares.Reallocate.AUTOMATIC);
        assertThat(overlay.over(changed)).isEqualTo(changed);
        assertThat(overlay.over(TierShares.STANDARD)).isEqualTo(TierShares.STANDARD);
    }

    @Test
    void one_change_after_the_other_still_stands_on_the_document() {
        assertThat(rows.record("wms", made(AUTOMATIC, 65, 25), true)).isTrue();
        database.update("UPDATE reallocation SET made_at = made_at - interval '8 days' WHERE provider = 'wms'");
        TierShares holding = overlay("wms").over(AUTOMATIC);

        assertThat(rows.record("wms", made(holding, 75, 15), true)).isTrue();

        assertThat(overlay("wms").over(AUTOMATIC).critical()).isEqualTo(75);
        assertThat(rows.newest(Optional.of("wms"), 9))
                .extracting(Reallocations.Made::state)
                .containsExactly(Reallocations.State.APPLIED, Reallocations.State.SUPERSEDED);
    }

    @Test
    void the_use_of_closed_days_is_known_by_provider() {
        database.update("INSERT INTO tier_day VALUES ('crm', '2026-11-01', 'CRITICAL', 10, 2, 8)");
        database.update("INSERT INTO tier_day VALUES ('crm', '2026-10-01', 'CRITICAL', 10, 2, 8)");

        assertThat(rows.use(LocalDate.parse("2026-10-15")))
                .isEqualTo(Map.of("crm", List.of(new TierUse(LocalDate.parse("2026-11-01"), Tier.CRITICAL, 10, 2, 8))));
    }

    private static Map<String, ReallocationRows.Overlay> applied() {
        return database.read(ReallocationRows::applied);
    }

    private static ReallocationRows.Overlay overlay(String provider) {
        return Optional.ofNullable(applied().get(provider)).orElseThrow();
    }

    private static Reallocation made(TierShares from, int critical, int important) {
        return new Reallocation(
                from,
                new TierShares(critical, important, 100 - critical - important, from.lend(), from.reallocate()),
                "because");
    }
}
