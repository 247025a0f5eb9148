package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresParkedCallsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private TestDatabase own;
    private AgroalDataSource database;
    private PostgresLedger ledger;
    private PostgresParkedCalls parked;

    @BeforeEach
    void open() {
        own = TestDatabase.create();
        database = own.pool(8);
        ledger = new PostgresLedger(database, new Instance());
        parked = new PostgresParkedCalls(database);
    }

    @AfterEach
    void close() {
        database.close();
        own.close();
    }

    @Test
    void a_due_call_comes_back_as_it_was_parked_and_one_that_is_not_due_does_not() {
        CallRecord due = Calls.deferred("p");
        CallRequest request = new CallRequest(
                "stripe",
                Optional.of("charge"),
                Optional.empty(),
                Optional.of("/v1/charges"),
                Map.of("a", "b"),
                Map.of("accept", "application/json"),
                Body.of(new byte[] {0, 1, (byte) 0xff}),
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of("once"),
                true);
        ParkedCall waiting = new ParkedCall(
                due.id(), "p", request, Tier.CRITICAL, Calls.now().minusSeconds(1), 0, false);
        ledger.record(due, Optional.of(waiting));
        CallRecord later = Calls.deferred("p");
        ledger.record(later, Optional.of(Calls.parked(later, Calls.now().plusSeconds(60))));

        assertThat(parked.take(10, LEASE)).containsExactly(waiting);
        assertThat(parked.take(10, LEASE)).isEmpty();
    }

    @Test
    void each_call_is_taken_by_one_only() throws Exception {
        for (int n = 0; n < 60; n++) {
            CallRecord call = Calls.deferred("p");
            ledger.record(call, Optional.of(Calls.parked(call, Calls.now())));
        }
        List<UUID> taken = new ArrayList<>();
        try (ExecutorService takers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<ParkedCall>>> shares = new ArrayList<>();
            for (int n = 0; n < 12; n++) {
                shares.add(takers.submit(() -> parked.take(10, LEASE)));
            }
            for (Future<List<ParkedCall>> share : shares) {
                share.get().forEach(call -> taken.add(call.call()));
            }
        }
        assertThat(taken).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void a_call_whose_taker_was_not_heard_of_is_given_to_another_with_its_outcome_unknown() {
        CallRecord call = Calls.deferred("p");
        ledger.record(call, Optional.of(Calls.parked(call, Calls.now())));

        assertThat(parked.take(1, Duration.ZERO)).singleElement().matches(first -> !first.sendBegan());
        assertThat(parked.take(1, LEASE)).singleElement().matches(second -> second.sendBegan() && second.tries() == 1);
    }

    @Test
    void a_call_put_back_is_due_later_and_known_not_to_have_been_sent() {
        CallRecord call = Calls.deferred("p");
        ledger.record(call, Optional.of(Calls.parked(call, Calls.now())));
        parked.take(1, LEASE);

        parked.putBack(call.id(), Calls.now().plusSeconds(60));
        assertThat(parked.take(1, LEASE)).isEmpty();

        CallRecord again = Calls.deferred("p");
        ledger.record(again, Optional.of(Calls.parked(again, Calls.now())));
        parked.take(1, LEASE);
        parked.putBack(again.id(), Calls.now());
        assertThat(parked.take(1, LEASE)).singleElement().matches(taken -> !taken.sendBegan() && taken.tries() == 1);
    }
}
