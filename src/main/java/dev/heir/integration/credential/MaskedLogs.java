package dev.heir.integration.credential;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the filter before every handler there is: those of the console and of a file have it by configuration, from the first line on. */
@Singleton
final class MaskedLogs {

    @Startup
    void begin() {
        LogManager logs = LogManager.getLogManager();
        logs.getLoggerNames().asIterator().forEachRemaining(name -> {
            Logger logger = logs.getLogger(name);
            if (logger != null) {
                for (Handler handler : logger.getHandlers()) {
                    handler.setFilter(before(handler.getFilter()));
                }
            }
        });
    }

    private static Filter before(@Nullable Filter own) {
        return own instanceof SecretsFilter ? own : new Masking(new SecretsFilter(), own);
    }

    /** The handler's own filter sees a line that is masked already. */
    private record Masking(SecretsFilter secrets, @Nullable Filter own) implements Filter {

        @Override
        public boolean isLoggable(LogRecord line) {
            return secrets.isLoggable(line) && (own == null || own.isLoggable(line));
        }
    }
}
