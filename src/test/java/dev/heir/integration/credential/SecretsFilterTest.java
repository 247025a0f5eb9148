package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsFilterTest {

    private static final String SECRET = "filter-test-secret/1";

    private final SecretsFilter filter = new SecretsFilter();

    @BeforeEach
    void learn() {
        new KnownSecrets().learn(List.of(SECRET));
    }

    @Test
    void a_secret_among_the_parameters_is_masked() {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, "asked %s with %s", ExtLogRecord.FormatStyle.PRINTF, "test");
        line.setParameters(new Object[] {"https://a.example", SECRET});

        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(new PatternFormatter("%s").format(line)).isEqualTo("asked https://a.example with [secret]");
    }

    @Test
    void a_secret_in_an_exception_its_cause_and_what_it_suppressed_is_masked_and_the_stack_kept() {
        Exception told = new IllegalStateException("outer", new IOException("token " + SECRET + " refused"));
        told.addSuppressed(new IllegalArgumentException("also " + SECRET));
        ExtLogRecord line = new ExtLogRecord(Level.ERROR, "it failed", "test");
        line.setThrown(told);

        filter.isLoggable(line);

        StringWriter printed = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain(SECRET)
                .contains("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.io.IOException: token [secret] refused")
                .contains("Suppressed: java.lang.IllegalArgumentException: also [secret]")
                .contains("at dev.heir.integration.credential.SecretsFilterTest");
    }

    @Test
    void a_line_without_secrets_stays_the_object_it_is() {
        Exception harmless = new IllegalStateException("nothing to hide");
        ExtLogRecord line = new ExtLogRecord(Level.ERROR, "it failed", "test");
        line.setThrown(harmless);

        filter.isLoggable(line);

        assertThat(line.getThrown()).isSameAs(harmless);
    }
}
