package dev.heir.integration.credential;

import io.quarkus.logging.LoggingFilter;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** Masks known secrets in every line of the log, those of other people's code and of exceptions too. */
@LoggingFilter(name = "secrets")
public final class SecretsFilter implements Filter {

    private static final ExtFormatter TEXT = new ExtFormatter() {
        @Override
        public String format(ExtLogRecord line) {
            return formatMessage(line);
        }
    };

    @Override
    public boolean isLoggable(LogRecord line) {
        String text = TEXT.formatMessage(line);
        if (text != null) {
            String masked = KnownSecrets.masked(text);
            if (!masked.equals(text)) {
                line.setParameters(null);
                if (line instanceof ExtLogRecord extended) {
                    extended.setMessage(masked, ExtLogRecord.FormatStyle.NO_FORMAT);
                } else {
                    line.setMessage(masked);
                }
            }
        }
        line.setThrown(masked(line.getThrown()));
        if (line instanceof ExtLogRecord extended) {
            maskAround(extended);
        }
        return true;
    }

    /** What handlers write beside the message. */
    private static void maskAround(ExtLogRecord line) {
        String name = line.getLoggerName();
        String masked = name == null ? null : KnownSecrets.masked(name);
        if (masked != null && !masked.equals(name)) {
            line.setLoggerName(masked);
        }
        if (line.getNdc() != null) {
            line.setNdc(KnownSecrets.masked(line.getNdc()));
        }
        Map<String, String> around = line.getMdcCopy();
        around.forEach((key, value) -> {
            String maskedKey = KnownSecrets.masked(key);
            String maskedValue = KnownSecrets.masked(value);
            if (!maskedKey.equals(key) || !maskedValue.equals(value)) {
                line.removeMdc(key);
                line.putMdc(maskedKey, maskedValue);
            }
        });
    }

    private static @Nullable Throwable masked(@Nullable Throwable thrown) {
        return thrown == null || !tells(thrown, 0) ? thrown : new Masked(thrown, 0);
    }

    /** Bounded: causes may form a ring. */
    private static boolean tells(@Nullable Throwable thrown, int depth) {
        if (thrown == null || depth > 20) {
            return false;
        }
        String text = thrown.toString();
        if (text != null && !KnownSecrets.masked(text).equals(text)) {
            return true;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (tells(suppressed, depth + 1)) {
                return true;
            }
        }
        return tells(thrown.getCause(), depth + 1);
    }

    /** An exception as it may be printed: the same words but for the secrets, the same stack. */
    private static final class Masked extends Throwable {

        private static final long serialVersionUID = 1;

        private final String text;

        Masked(Throwable original, int depth) {
            super(null, cause(original, depth), true, true);
            this.text = KnownSecrets.masked(String.valueOf(original));
            setStackTrace(original.getStackTrace());
            for (Throwable suppressed : original.getSuppressed()) {
                if (depth < 20) {
                    addSuppressed(new Masked(suppressed, depth + 1));
                }
            }
        }

        private static @Nullable Throwable cause(Throwable original, int depth) {
            Throwable cause = original.getCause();
            return cause == null || depth >= 20 ? null : new Masked(cause, depth + 1);
        }

        @Override
        public String getMessage() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
