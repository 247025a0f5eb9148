package dev.heir.integration.call;

import dev.heir.integration.call.socket.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds on WebSockets that are passed on. */
@ConfigMapping(prefix = "integration.sockets")
public interface SocketConfig {

    /** Open at the same time in one process; each holds up to some hundred kilobytes while a side is slow to read. */
    @WithDefault("2000")
    int most();

    /** A larger message is not passed on, in bytes as they travel; what the largest servers take. */
    @WithDefault("16777216")
    long largestMessage();

    /**
     * How long nothing may come from either side: most servers and libraries ping each other far more often. Less than
     * {@code quarkus.http.idle-timeout}, which says nothing when it ends a connection.
     */
    @WithDefault("15m")
    Duration idle();

    /** How long one may be open: whoever was let in a day ago may not be let in today. */
    @WithDefault("24h")
    Duration longest();

    /** How long a side that was told of the end may take to end, before its connection is cut. */
    @WithDefault("5s")
    Duration farewell();

    default Bounds bounds() {
        return new Bounds(largestMessage(), idle(), longest(), farewell());
    }
}
