package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallerKey;
import dev.heir.integration.call.CallerKeys.Claim;
import dev.heir.integration.call.CallerKeys.End;
import dev.heir.integration.call.Ledger.Content;
import dev.heir.integration.call.Source;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallerKeyTableTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(8);
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final Content PAID =
            new Content(201, Map.of("content-type", List.of("application/json")), Body.of("{\"paid\":true}"));

    private final Database statements = new Database(database);
    private final CallerKeyTable keys = new CallerKeyTable(statements);
    private final PostgresLedger ledger = new PostgresLedger(database, new Instance());

    private static CallerKey key(String name) {
        return new CallerKey("shop", name, "fingerprint");
    }

    private Claim claim(CallerKey key, CallRecord call, Duration lease) {
        return keys.claim(key, call.id(), call.receivedAt(), lease);
    }

    private DprId record(CallRecord call, End end) {
        return ledger.record(call, Optional.empty(), Optional.of(end));
    }

    @Test
    void the_first_one_has_the_key_and_what_it_came_to_is_told_from_then_on() {
        CallerKey key = key("told");
        CallRecord first = Calls.answered("shop");
        assertThat(claim(key, first, LEASE)).isEqualTo(new Claim.Ours(Optional.empty()));
        assertThat(claim(key, Calls.answered("shop"), LEASE))
                .isInstanceOfSatisfying(Claim.UnderWay.class, underWay -> assertThat(underWay.left())
                        .isBetween(Duration.ofSeconds(30), LEASE));

        DprId id = record(first, new End.Told(key, Optional.of(PAID)));

        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOfSatisfying(Claim.Ended.class, ended -> {
            assertThat(ended.first().id()).isEqualTo(id);
            assertThat(ended.first().call()).isEqualTo(first);
            assertThat(ended.first().answer()).contains(PAID);
        });
    }

    @Test
    void another_request_or_another_projects_same_key_is_told_apart() {
        CallRecord first = Calls.answered("shop");
        claim(key("apart"), first, LEASE);
        assertThat(claim(new CallerKey("shop", "apart", "other"), Calls.answered("shop"), LEASE))
                .isEqualTo(new Claim.Otherwise());
        assertThat(claim(new CallerKey("news", "apart", "other"), Calls.answered("news"), LEASE))
                .isEqualTo(new Claim.Ours(Optional.empty()));
        record(first, new End.Told(key("apart"), Optional.empty()));
        assertThat(claim(new CallerKey("shop", "apart", "other"), Calls.answered("shop"), LEASE))
                .isEqualTo(new Claim.Otherwise());
    }

    @Test
    void of_many_that_come_at_once_one_has_the_key() throws Exception {
        List<Claim> claims = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Claim>> asked = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                asked.add(callers.submit(() -> claim(key("crowd"), Calls.answered("shop"), LEASE)));
            }
            for (Future<Claim> one : asked) {
                claims.add(one.get());
            }
        }
        assertThat(claims).filteredOn(Claim.Ours.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.UnderWay.class::isInstance).hasSize(39);
    }

    @Test
    void a_key_whose_call_was_not_heard_of_is_taken_over_in_doubt_and_the_late_one_changes_nothing() {
        CallerKey key = key("late");
        CallRecord dead = Calls.answered("shop");
        claim(key, dead, Duration.ZERO);
        CallRecord next = Calls.answered("shop");
        assertThat(claim(key, next, LEASE)).satisfies(CallerKeyTableTest::isInDoubtSinceItsFirstUse);

        record(dead, new End.Freed(key));
        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOf(Claim.UnderWay.class);
        record(next, new End.Told(key, Optional.of(PAID)));
        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOf(Claim.Ended.class);
    }

    private static void isInDoubtSinceItsFirstUse(Claim claim) {
        assertThat(((Claim.Ours) claim).firstUsed().orElseThrow())
                .isBetween(Calls.now().minusSeconds(60), Calls.now().plusSeconds(5));
    }

    @Test
    void a_freed_key_is_anybodys_and_a_doubtful_one_says_so() {
        CallRecord nothing = Calls.answered("shop");
        claim(key("free"), nothing, LEASE);
        record(nothing, new End.Freed(key("free")));
        assertThat(claim(key("free"), Calls.answered("shop"), LEASE)).isEqualTo(new Claim.Ours(Optional.empty()));

        CallRecord doubt = Calls.answered("shop");
        claim(key("doubt"), doubt, LEASE);
        record(doubt, new End.Doubtful(key("doubt")));
        assertThat(claim(key("doubt"), Calls.answered("shop"), LEASE))
                .satisfies(CallerKeyTableTest::isInDoubtSinceItsFirstUse);
    }

    @Test
    void a_key_is_given_back_by_the_call_that_has_it_only() {
        CallRecord first = Calls.answered("shop");
        claim(key("back"), first, LEASE);
        keys.release(key("back"), UUID.randomUUID());
        assertThat(claim(key("back"), Calls.answered("shop"), LEASE)).isInstanceOf(Claim.UnderWay.class);
        keys.release(key("back"), first.id());
        assertThat(claim(key("back"), Calls.answered("shop"), LEASE)).isEqualTo(new Claim.Ours(Optional.empty()));
    }

    @Test
    void a_parked_call_is_told_with_the_answer_that_came_later() {
        CallerKey key = key("later");
        CallRecord deferred = Calls.deferred("shop");
        claim(key, deferred, LEASE);
        ledger.record(
                deferred,
                Optional.of(Calls.parked(deferred, Calls.now())),
                Optional.of(new End.Told(key, Optional.empty())));
        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOfSatisfying(Claim.Ended.class, ended -> {
            assertThat(ended.first().call().source()).contains(Source.DEFERRED);
            assertThat(ended.first().answer()).isEmpty();
        });

        ledger.complete(PostgresLedgerTest.completed(deferred), Optional.of(PAID));
        assertThat(claim(key, Calls.answered("shop"), LEASE))
                .isInstanceOfSatisfying(
                        Claim.Ended.class,
                        ended -> assertThat(ended.first().answer()).contains(PAID));
    }

    @Test
    void a_key_is_not_new_again_while_its_call_is_parked_nor_in_the_day_after_that() {
        CallerKey key = key("parked");
        CallRecord deferred = Calls.deferred("shop");
        claim(key, deferred, LEASE);
        ledger.record(
                deferred,
                Optional.of(Calls.parked(deferred, Calls.now())),
                Optional.of(new End.Told(key, Optional.empty())));
        var _ = statements.update("UPDATE caller_key SET expires_at = now() - interval '1 day' WHERE key = 'parked'");

        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOf(Claim.Ended.class);
        new CallerKeyTable(statements).claim(key("cleans too"), UUID.randomUUID(), Calls.now(), LEASE);
        assertThat(claim(key, Calls.answered("shop"), LEASE)).isInstanceOf(Claim.Ended.class);

        ledger.complete(PostgresLedgerTest.completed(deferred), Optional.of(PAID));
        assertThat(claim(key, Calls.answered("shop"), LEASE))
                .isInstanceOfSatisfying(
                        Claim.Ended.class,
                        ended -> assertThat(ended.first().answer()).contains(PAID));
        assertThat(statements.list(
                        row -> row.getBoolean(1),
                        "SELECT expires_at > now() + interval '23 hours' FROM caller_key WHERE key = 'parked'"))
                .containsExactly(true);
    }

    @Test
    void after_a_day_a_key_is_new_again_and_its_row_is_cleaned_away() {
        CallRecord first = Calls.answered("shop");
        claim(key("old"), first, LEASE);
        record(first, new End.Told(key("old"), Optional.of(PAID)));
        CallRecord other = Calls.answered("shop");
        claim(key("older"), other, LEASE);
        record(other, new End.Told(key("older"), Optional.empty()));
        statements.update(
                "UPDATE caller_key SET expires_at = now() - interval '1 second' WHERE key IN ('old', 'older')");

        assertThat(claim(new CallerKey("shop", "old", "other"), Calls.answered("shop"), LEASE))
                .isEqualTo(new Claim.Ours(Optional.empty()));
        new CallerKeyTable(statements).claim(key("cleans"), UUID.randomUUID(), Calls.now(), LEASE);
        assertThat(statements.list(row -> row.getString(1), "SELECT key FROM caller_key WHERE key IN ('old', 'older')"))
                .containsExactly("old");
    }
}
