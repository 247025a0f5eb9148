package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heir.integration.outbound.SsrfTable.Row;
import dev.heir.integration.outbound.SsrfTable.Verdict;
import dev.heir.integration.provider.Addresses;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Nat64;
import dev.heir.integration.provider.ProviderDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are outside: {@code ssrf.csv} at the reader of documents and at the wall. */
class WallTest {

    private static final Wall WALL = new Wall(SsrfTable::resolve, List.of());

    static List<Row> rows() {
        return SsrfTable.rows();
    }

    private static boolean isAccepted(String baseUrl, boolean internal) {
        try {
            return ProviderDocument.read("a", Map.of("baseUrl", baseUrl, "internal", internal))
                            .internal()
                    == internal;
        } catch (InvalidInput refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_document_with_it_is_accepted_or_refused_as_the_table_says(Row row) {
        for (boolean internal : List.of(false, true)) {
            for (String scheme : List.of("http", "https", "HTTPS")) {
                assertThat(isAccepted(scheme + "://" + row.host() + "/v1", internal))
                        .as("%s, internal: %s", row.why(), internal)
                        .isEqualTo(row.verdict(internal) != Verdict.REFUSED);
            }
        }
    }

    /** Of the others no request can be made. */
    static List<Row> hosts() {
        return rows().stream().filter(row -> host(row).isPresent()).toList();
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void the_wall_lets_a_request_to_it_out_or_not_as_the_table_says(Row row) {
        String host = host(row).orElseThrow();
        boolean byPort = row.form().startsWith("port");
        for (boolean internal : List.of(false, true)) {
            assertThat(WALL.look(host, internal) instanceof Wall.Verdict.Admitted)
                    .as("%s, internal: %s", row.why(), internal)
                    .isEqualTo(byPort || row.verdict(internal) == Verdict.ADMITTED);
        }
    }

    private static Optional<String> host(Row row) {
        try {
            URI uri = new URI("http://" + row.host());
            boolean possible = uri.getUserInfo() == null
                    && uri.getPort() != 0
                    && uri.getPort() < 65_536
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return Optional.ofNullable(uri.getHost()).filter(host -> possible);
        } catch (URISyntaxException impossible) {
            return Optional.empty();
        }
    }

    @Test
    void the_table_has_each_form_once() {
        assertThat(rows()).hasSizeGreaterThan(250).doesNotHaveDuplicates();
        assertThat(rows().stream().map(row -> row.form() + row.host())).doesNotHaveDuplicates();
    }

    /** By another hand: where Python's own table calls an address private, it is not public here. */
    @Test
    @Timeout(60)
    void nothing_is_public_that_pythons_ipaddress_calls_private() throws IOException, InterruptedException {
        List<String> literals = new ArrayList<>();
        for (Row row : rows()) {
            host(row)
                    .flatMap(Addresses::literal)
                    .ifPresent(address -> literals.add(address.getHostAddress().replaceFirst("%.*", "")));
        }
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import ipaddress,sys\nfor l in sys.stdin: print(ipaddress.ip_address(l.strip()).is_global)")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException nowhere) {
            assumeThat(nowhere).as("skipped: there is no python3 here").isNull();
            return;
        }
        try (var in = python.outputWriter(StandardCharsets.US_ASCII)) {
            in.write(String.join("\n", literals));
        }
        List<String> said =
                python.inputReader(StandardCharsets.US_ASCII).lines().toList();
        assumeThat(python.waitFor()).as("skipped: %s", said).isZero();
        for (int i = 0; i < literals.size(); i++) {
            if (Addresses.isPublic(InetAddress.ofLiteral(literals.get(i))) && !carriesAnother(literals.get(i))) {
                assertThat(said.get(i)).as(literals.get(i)).isEqualTo("True");
            }
        }
    }

    /** Those are judged by what they carry. */
    private static boolean carriesAnother(String literal) {
        return literal.startsWith("2002:") || literal.startsWith("192.88.") || literal.startsWith("3fff:");
    }

    @ParameterizedTest
    @CsvSource({
        "2a00:64::/32, 2a00:64:a00:1::, false",
        "2a00:64::/32, 2a00:64:5db8:d70e::, true",
        "2a00:64::/40, 2a00:64:000a:0000:0001::, false",
        "2a00:64:1::/48, 2a00:64:1:a00:0:100::, false",
        "2a00:64:1::/56, 2a00:64:1:000a:0000:0100::, false",
        "2a00:64:1:2::/64, 2a00:64:1:2:000a:0000:0100:0, false",
        "2a00:64::/96, 2a00:64::10.0.0.1, false",
        "2a00:64::/96, 2a00:64::93.184.215.14, true",
        "2a00:64::/96, 2a00:65::10.0.0.1, true",
        "fd00:64::/96, fd00:64::93.184.215.14, true",
        "fd00:64::/96, fd00:64::169.254.169.254, false",
        "fd00:64::/96, fd00:65::93.184.215.14, false"
    })
    void a_networks_own_prefix_is_judged_by_what_it_carries(String prefix, String address, boolean admitted)
            throws UnknownHostException {
        InetAddress answer = InetAddress.ofLiteral(address);
        Wall wall = new Wall(_ -> new InetAddress[] {answer}, List.of(Nat64.parse(prefix)));
        assertThat(wall.look("dns64.example", false) instanceof Wall.Verdict.Admitted)
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2a00::", "2a00::/33", "2a00::/128", "10.0.0.0/32", "x/96", "/96", "2a00::/9999999999"})
    void what_is_no_prefix_of_nat64_is_refused(String text) {
        assertThatThrownBy(() -> Nat64.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
