package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.strike.EscalationTrigger;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** An instance of its own, as another function would be: records calls and says each id that it was given. */
final class LedgerProcess {

    private LedgerProcess() {}

    /** Records as many calls with eight threads, each tenth with an incident of the same cause. */
    public static void main(String[] args) throws InterruptedException {
        AgroalDataSource database = TestDatabase.pool(args[1], args[2], args[3], 4);
        if (args[0].equals("open")) {
            new PostgresFleet(database, new Instance(), Clock.systemUTC())
                    .open("stripe", Calls.TARGET, Instant.now().plusSeconds(60), false);
            System.out.println("opened");
            return;
        }
        PostgresLedger ledger = new PostgresLedger(database, new Instance());
        if (args[0].startsWith("spend ")) {
            spend(ledger, Integer.parseInt(args[0].substring("spend ".length())));
            System.out.println("done");
            return;
        }
        int calls = Integer.parseInt(args[0]);
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < calls / 8; n++) {
                    var call = n % 10 == 0
                            ? Calls.failed("hot", "one-cause", EscalationTrigger.STRIKE_THREE)
                            : Calls.answered("hot");
                    System.out.println(ledger.record(call, Optional.empty()));
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.println("done");
    }

    /** Records priced calls of three projects with eight threads, in two currencies; each fifth is finished later. */
    private static void spend(PostgresLedger ledger, int calls) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(Thread.ofPlatform().start(() -> {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                for (int n = 0; n < calls / 8; n++) {
                    String project = "spender-" + random.nextInt(3);
                    CallRecord call = n % 5 == 0 ? Calls.deferred(project) : Calls.answered(project);
                    String cost = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 9)
                                    .toPlainString()
                            + (random.nextBoolean() ? " USD" : " EUR");
                    CallRecord priced = Calls.priced(call, cost, Map.of("calls", 1L, "tokens", random.nextLong(1_000)));
                    System.out.println(ledger.record(
                            priced, n % 5 == 0 ? Optional.of(Calls.parked(priced, Instant.now())) : Optional.empty()));
                    if (n % 5 == 0) {
                        ledger.complete(Calls.finished(priced), Optional.empty());
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    static Process start(TestDatabase database, String what) throws IOException {
        return database.start(LedgerProcess.class, what);
    }
}
