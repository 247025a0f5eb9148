package dev.heir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/audit/run} against a server that answers as OSV does. */
@Timeout(60)
class DependencyAuditTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TEXTS = "pkg:maven/org.example/texts@1.2.0";
    private static final String BOM = """
            {"components": [
              {"purl": "pkg:maven/org.example/texts@1.2.0?type=jar"},
              {"purl": "pkg:maven/org.example/lists@3.0?type=jar", "components": [{"purl": "pkg:maven/org.example/inner@7"}]}
            ]}
            """;

    @TempDir
    private Path directory;

    private HttpServer osv;
    private int status = 200;

    /** How many pages, of one id each, each package has; and what is told of an id. */
    private final Map<String, List<String>> vulnerable = new ConcurrentHashMap<>();

    private final Map<String, String> details = new ConcurrentHashMap<>();

    @BeforeEach
    void begin() throws IOException {
        osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext("/v1/querybatch", exchange -> {
            ArrayNode results = JSON.createArrayNode();
            JSON.readTree(exchange.getRequestBody()).path("queries").forEach(query -> results.add(result(query)));
            answer(exchange, JSON.createObjectNode().set("results", results).toString());
        });
        osv.createContext("/v1/vulns/", exchange -> {
            String id = exchange.getRequestURI().getPath().substring("/v1/vulns/".length());
            answer(exchange, details.getOrDefault(id, "{}"));
        });
        osv.start();
    }

    @AfterEach
    void end() {
        osv.stop(0);
    }

    private ObjectNode result(JsonNode query) {
        List<String> ids =
                vulnerable.getOrDefault(query.path("package").path("purl").asText(), List.of());
        int page = query.path("page_token").asInt(0);
        ObjectNode result = JSON.createObjectNode();
        if (page < ids.size()) {
            result.putArray("vulns").addObject().put("id", ids.get(page));
        }
        return page + 1 < ids.size() ? result.put("next_page_token", Integer.toString(page + 1)) : result;
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void found(String id, String severity) {
        vulnerable.put(TEXTS, List.of(id));
        details.put(
                id, "{\"summary\": \"reads too much\", \"database_specific\": {\"severity\": \"" + severity + "\"}}");
    }

    @Test
    void what_is_not_vulnerable_passes() throws Exception {
        assertThat(run("[]")).isEqualTo(new Run(0, "3 packages of bom.json asked about, 0 things to mend"));
    }

    @Test
    void a_severe_vulnerability_fails_and_a_lesser_one_is_told() throws Exception {
        found("GHSA-1", "HIGH");
        assertThat(run("[]")).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.output()).contains("FAILED high: GHSA-1 in " + TEXTS + ": reads too much");
        });
        found("GHSA-1", "MODERATE");
        assertThat(run("[]")).satisfies(run -> {
            assertThat(run.exit()).isZero();
            assertThat(run.output()).contains("note moderate: GHSA-1");
        });
    }

    @Test
    void a_severity_is_read_from_its_vector_and_counts_as_high_where_there_is_none() throws Exception {
        vulnerable.put(TEXTS, List.of("A", "B", "C"));
        details.put("A", vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"));
        details.put("B", vector("CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N"));
        assertThat(run("[]").output()).contains("FAILED critical: A", "note low: B", "FAILED high: C", "2 things");
    }

    private static String vector(String score) {
        return "{\"severity\": [{\"type\": \"CVSS_V3\", \"score\": \"" + score + "\"}]}";
    }

    @Test
    void all_pages_are_read() throws Exception {
        vulnerable.put(TEXTS, List.of("A", "B", "C", "D"));
        assertThat(run("[]").output()).contains(": A in", ": B in", ": C in", ": D in", "4 things to mend");
    }

    @Test
    void what_was_taken_back_is_none() throws Exception {
        found("GHSA-1", "HIGH");
        details.put("GHSA-1", "{\"withdrawn\": \"2026-01-01T00:00:00Z\"}");
        assertThat(run("[]").exit()).isZero();
    }

    @Test
    void an_acceptance_holds_for_its_package_and_also_under_another_name_of_the_vulnerability() throws Exception {
        found("GHSA-1", "CRITICAL");
        details.put("GHSA-1", "{\"aliases\": [\"CVE-2026-1\"]}");
        assertThat(run(accepting("CVE-2026-1", "pkg:maven/org.example/texts", "2026-12-31")))
                .satisfies(run -> {
                    assertThat(run.exit()).isZero();
                    assertThat(run.output())
                            .contains("accepted until 2026-12-31")
                            .contains("nobody calls it");
                });
        assertThat(run(accepting("CVE-2026-1", "pkg:maven/org.example/lists", "2026-12-31"))
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void an_acceptance_that_has_run_out_fails_whether_or_not_it_is_still_needed() throws Exception {
        String old = accepting("GHSA-1", "pkg:maven/org.example/texts", "2026-11-22");
        assertThat(run(old)).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.output()).contains("RUN OUT GHSA-1");
        });
        found("GHSA-1", "HIGH");
        assertThat(run(old).output()).contains("RUN OUT GHSA-1", "FAILED high: GHSA-1");
    }

    @Test
    void an_acceptance_that_says_more_or_less_than_it_should_is_an_error() throws Exception {
        for (String wrong : List.of(
                "{}",
                "[{\"id\": \"A\"}]",
                "not JSON",
                accepting("A", "p", "soon"),
                accepting("A", "p", "2027-01-01").replace("}", ", \"note\": \"x\"}"),
                accepting("A", "", "2027-01-01"))) {
            assertThat(run(wrong)).as(wrong).satisfies(run -> {
                assertThat(run.exit()).isEqualTo(2);
                assertThat(run.output()).startsWith("UNUSABLE");
            });
        }
    }

    @Test
    void a_server_that_answers_with_an_error_or_with_nonsense_is_not_taken_for_good_news() throws Exception {
        status = 503;
        assertThat(run("[]").exit()).isEqualTo(2);
        status = 200;
        vulnerable.put(TEXTS, List.of("A"));
        details.put("A", "<html>");
        assertThat(run("[]").exit()).isEqualTo(2);
    }

    @Test
    void without_a_network_nothing_is_found_out_and_that_is_said() throws Exception {
        osv.stop(0);
        assertThat(run("[]")).satisfies(run -> {
            assertThat(run.exit()).isZero();
            assertThat(run.output()).startsWith("SKIPPED").contains("nothing is known about 3 packages");
        });
        assertThat(run(accepting("A", "p", "2026-01-01")).exit()).isEqualTo(1);
    }

    @Test
    void what_is_accepted_in_this_repository_can_be_read() throws Exception {
        assertThat(run(Files.readString(Path.of("infra/audit/accepted.json"))).exit())
                .isNotEqualTo(2);
    }

    private static String accepting(String id, String name, String until) {
        return "[{\"id\": \"%s\", \"package\": \"%s\", \"why\": \"nobody calls it\", \"until\": \"%s\"}]"
                .formatted(id, name, until);
    }

    private Run run(String accepted) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of("infra/audit/run").toAbsolutePath().toString(),
                        "--bom",
                        Files.writeString(directory.resolve("bom.json"), BOM).toString(),
                        "--accepted",
                        Files.writeString(directory.resolve("accepted.json"), accepted)
                                .toString(),
                        "--osv",
                        "http://127.0.0.1:" + osv.getAddress().getPort(),
                        "--today",
                        "2026-11-23")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output.strip());
    }

    private record Run(int exit, String output) {}
}
