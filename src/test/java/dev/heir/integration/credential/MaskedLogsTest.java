package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With handlers as others add them: none of them has our filter by configuration. */
class MaskedLogsTest {

    private static final String SECRET = "masked-logs-secret-7";

    private final Logger parent = Logger.getLogger("maskedlogs");
    private final Logger child = Logger.getLogger("maskedlogs." + SECRET);
    private final Written first = new Written();
    private final Written second = new Written();

    @BeforeEach
    void add() {
        new KnownSecrets().learn(List.of(SECRET));
        parent.setUseParentHandlers(false);
        parent.addHandler(first);
        child.addHandler(second);
    }

    @AfterEach
    void remove() {
        MDC.remove("who");
        parent.removeHandler(first);
        child.removeHandler(second);
    }

    @Test
    void each_handler_writes_message_context_logger_and_exception_without_secrets() {
        MDC.put("who", "user of " + SECRET);
        new MaskedLogs().begin();

        child.log(Level.SEVERE, "sent " + SECRET, new IllegalStateException("refused " + SECRET));

        assertThat(List.of(first, second)).allSatisfy(handler -> assertThat(handler.lines)
                .singleElement()
                .asString()
                .doesNotContain(SECRET)
                .startsWith("maskedlogs.[secret] user of [secret] sent [secret]")
                .contains("refused [secret]"));
    }

    @Test
    void what_is_secret_of_the_configuration_is_known_before_anybody_uses_it() {
        List<Optional<String>> configured = Stream.of(
                        "admin-key-7",
                        "sealing-key-7",
                        "other-key-7",
                        "client-secret-7",
                        "password-7",
                        "role-7",
                        "session-7")
                .map(Optional::of)
                .toList();
        KnownSecrets known = new KnownSecrets(
                configured.get(0),
                configured.get(1),
                configured.get(2),
                configured.get(3),
                configured.get(4),
                configured.get(5),
                configured.get(6));
        configured.forEach(secret ->
                assertThat(known.mask("it is " + secret.orElseThrow())).isEqualTo("it is [secret]"));
    }

    @Test
    void a_handlers_own_filter_still_decides_and_is_put_behind_ours_once() {
        List<String> seen = new ArrayList<>();
        first.setFilter(line -> {
            seen.add(line.getMessage());
            return false;
        });
        new MaskedLogs().begin();

        parent.info("sent " + SECRET);

        assertThat(seen).containsExactly("sent [secret]");
        assertThat(first.lines).isEmpty();
    }

    /** As a line is written where it goes. */
    private static final class Written extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                lines.add(new PatternFormatter("%c %X{who} %s%e").format(org.jboss.logmanager.ExtLogRecord.wrap(line)));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
