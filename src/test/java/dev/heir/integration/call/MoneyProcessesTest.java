package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.ProviderDocument;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Money, to the last digit: three processes with eight threads each make the product's own calls, with its quota, its
 * prices and its ledger on one PostgreSQL, until the budgets refuse. One process is killed on its way.
 *
 * <p>{@code metered} is paid by call and by token, so that what its upstream answered times the price is the bill; each
 * ninth request fails there at first, and what was set aside for it comes back. {@code stepped} is only called by the
 * two that live; it becomes cheaper on the way while each call sets aside the dearest step. {@code free} becomes dearer.
 */
@Tag("long")
class MoneyProcessesTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(2);
    private static final OnPostgres postgres = new OnPostgres(pool);
    private static final Map<String, Object> METERED = Map.of(
            "price",
            Map.of("perCall", "0.01 EUR", "perUnit", Map.of("tokens", "0.001300007 EUR")),
            "monthlyBudget",
            "9 EUR");
    private static final Map<String, Object> STEPPED = Map.of(
            "price",
            Map.of("steps", List.of(Map.of("upTo", 100, "perCall", "0.02 EUR"), Map.of("perCall", "0.013000001 EUR"))),
            "monthlyBudget",
            "9 EUR");
    private static final Map<String, Object> FREE =
            Map.of("price", Map.of("free", 40, "perCall", "0.05 EUR"), "monthlyBudget", "3 EUR");
    private static final BigDecimal BUDGET = new BigDecimal(9);

    /** What the upstream answered, and so bills: the units of each provider. */
    private static final Map<String, Map<String, Long>> billed = new ConcurrentHashMap<>();

    /** Which requests those were. */
    private static final Map<String, Long> billedKeys = new ConcurrentHashMap<>();

    private static final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private static final Queue<String> said = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void callUntilTheBudgetsRefuse() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", MoneyProcessesTest::answer);
        upstream.start();
        String at = "http://127.0.0.1:" + upstream.getAddress().getPort();
        List<Process> processes = new ArrayList<>();
        List<Thread> listeners = new ArrayList<>();
        try {
            for (int n = 0; n < 3; n++) {
                Map<String, Object> documents = new HashMap<>(Map.of("metered", document(at + "/metered", METERED)));
                if (n > 0) {
                    documents.put("stepped", document(at + "/stepped", STEPPED));
                    documents.put("free", document(at + "/free", FREE));
                }
                Process process =
                        MoneyProcess.start(own, "process-" + n, new ObjectMapper().writeValueAsString(documents));
                processes.add(process);
            }
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                listeners.add(Thread.ofVirtual().start(() -> listen(process)));
                process.getOutputStream().close();
            }
            while (saidBy("process-0") < 30 || saidBy("process-1") < 30) {
                assertThat(processes).allMatch(Process::isAlive);
                LockSupport.parkNanos(1_000_000);
            }
            processes.getFirst().destroyForcibly();
            for (Process process : processes) {
                assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            }
            for (Thread listener : listeners) {
                listener.join();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
            upstream.stop(0);
        }
    }

    /** The sums by day that costs and budgets' warnings are read from, and the rows of the calls. */
    @Test
    void what_is_spent_is_the_sum_of_the_ledgers_prices() {
        for (String provider : List.of("metered", "stepped", "free")) {
            assertThat(spend(provider)).isPositive().isEqualByComparingTo(rows(provider));
        }
    }

    /** Of calls that the caller got an answer to: which a killed process had sent and not written down are not among them. */
    @Test
    void each_answer_that_was_given_is_in_the_ledger_with_the_price_that_its_caller_heard() {
        Map<String, BigDecimal> ledger = new HashMap<>();
        for (String row : postgres.texts(
                "SELECT provider || ' ' || idempotency_key || ' ' || cost FROM call WHERE cost >= ?::numeric", "0")) {
            String[] words = row.split(" ", -1);
            ledger.put(words[0] + " " + words[1], new BigDecimal(words[2]));
        }
        BigDecimal sum = BigDecimal.ZERO;
        long acknowledged = 0;
        Map<String, Long> units = new HashMap<>();
        for (String line : said) {
            String[] words = line.split(" ", -1);
            assertThat(words[0]).as(line).isEqualTo("gave");
            String key = words[1] + " " + words[2];
            assertThat(ledger.get(key)).as(line).isEqualByComparingTo(words[3]);
            if (words[1].equals("metered")) {
                acknowledged++;
                sum = sum.add(new BigDecimal(words[3]));
                units.merge("tokens", billedKeys.getOrDefault(key, 0L), Long::sum);
            }
        }
        units.put(PriceModel.CALLS, acknowledged);
        assertThat(sum).isEqualByComparingTo(bill("metered", METERED, units));
        System.out.printf(
                "money: %d answers given; metered %s, stepped %s EUR spent of 9 each; the upstream billed %s and %s%n",
                said.size(),
                spend("metered").toPlainString(),
                spend("stepped").toPlainString(),
                bill("metered", METERED, billed("metered")).toPlainString(),
                bill("stepped", STEPPED, billed("stepped")).toPlainString());
    }

    /** What only living instances spent is known to the last digit. */
    @Test
    void the_budget_counts_exactly_what_the_ledger_says_when_nobody_died() {
        assertThat(postgres.counted("budget:provider:stepped:EUR")).isEqualByComparingTo(spend("stepped"));
    }

    /** Also what the killed process had sent and nobody wrote down. */
    @Test
    void the_upstream_never_bills_more_than_the_budget_counts_and_that_is_never_more_than_the_budget() {
        BigDecimal metered = bill("metered", METERED, billed("metered"));
        BigDecimal counted = postgres.counted("budget:provider:metered:EUR");
        assertThat(metered).isGreaterThanOrEqualTo(spend("metered")).isLessThanOrEqualTo(counted);
        assertThat(counted).isLessThanOrEqualTo(BUDGET);
        assertThat(bill("stepped", STEPPED, billed("stepped"))).isEqualByComparingTo(spend("stepped"));
        assertThat(spend("stepped")).isLessThanOrEqualTo(BUDGET);
    }

    /** Where calls of the same second take each other for the free ones, the bill passes the budget many times over. */
    @Test
    void a_budget_holds_where_calls_stop_being_free() {
        BigDecimal bill = bill("free", FREE, billed("free"));
        assertThat(bill).isEqualByComparingTo(spend("free")).isLessThanOrEqualTo(new BigDecimal(3));
        assertThat(bill).isGreaterThan(new BigDecimal("2.5"));
    }

    /** Refusing everything would never pass a budget either. */
    @Test
    void what_was_set_aside_and_not_needed_was_spent_by_others() {
        assertThat(spend("stepped")).isGreaterThan(new BigDecimal("8.7"));
    }

    private static BigDecimal spend(String provider) {
        return postgres.number("SELECT sum(cost) FROM spend WHERE provider = ?", provider);
    }

    private static BigDecimal rows(String provider) {
        return postgres.number("SELECT sum(cost) FROM call WHERE provider = ?", provider);
    }

    private static Map<String, Long> billed(String provider) {
        return billed.getOrDefault(provider, Map.of());
    }

    private static BigDecimal bill(String provider, Map<String, Object> document, Map<String, Long> units) {
        return ProviderDocument.read(provider, document("http://127.0.0.1:1", document))
                .price()
                .orElseThrow()
                .bill(units)
                .amount();
    }

    private static Map<String, Object> document(String at, Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(more);
        document.put("baseUrl", at);
        document.put("internal", true);
        document.put(
                "operations",
                Map.of(
                        "small",
                        Map.of("get", "/3/{key}", "cost", Map.of("tokens", 3)),
                        "large",
                        Map.of("get", "/7/{key}", "cost", Map.of("tokens", 7))));
        return document;
    }

    private static long saidBy(String process) {
        Predicate<String> its = line -> line.contains(" " + process + "-");
        return said.stream().filter(its).count();
    }

    /** Whole lines only: the last words of the one that is killed may be half a word. */
    private static void listen(Process process) {
        try (var lines = process.inputReader()) {
            lines.lines().filter(line -> line.endsWith(" .")).forEach(said::add);
        } catch (IOException | java.io.UncheckedIOException killed) {
            // what it said before is heard
        }
    }

    /** {@code /provider/tokens/key}; what it answers with a 200 it bills. */
    private static void answer(HttpExchange request) throws IOException {
        String[] path = request.getRequestURI().getPath().split("/", -1);
        String key = path[1] + " " + path[3];
        boolean fails = Math.floorMod(key.hashCode(), 9) == 0 && failedOnce.add(key);
        if (!fails) {
            long tokens = Long.parseLong(path[2]);
            billedKeys.put(key, tokens);
            billed.merge(path[1], Map.of("tokens", tokens, PriceModel.CALLS, 1L), MoneyProcessesTest::sum);
        }
        byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        request.getResponseHeaders().add("Content-Type", "application/json");
        request.sendResponseHeaders(fails ? 500 : 200, body.length);
        request.getResponseBody().write(body);
        request.close();
    }

    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sum = new HashMap<>(some);
        more.forEach((unit, count) -> sum.merge(unit, count, Long::sum));
        return sum;
    }
}
