package dev.heir.integration.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Bounds on what leaves and what comes back. */
@ConfigMapping(prefix = "integration.outbound")
public interface OutboundConfig {

    /** A connection that takes longer than this will not get better: three SYN retransmissions take 7 s. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** The largest answer a typed call takes into memory, in bytes after decompression; larger ones need a stream. */
    @WithDefault("8388608")
    int largestAnswer();

    /**
     * Of an answer that is only passed on, what is taken into memory, in bytes: it can still be judged, kept and answered
     * otherwise. What is larger flows.
     */
    @WithDefault("65536")
    int heldAnswer();

    /** Header lines of an answer; no honest one comes near it. */
    @WithDefault("200")
    int mostHeaders();

    /** How long an answer of unknown length is waited for before it flows: most small ones are there at once. */
    @WithDefault("50ms")
    Duration heldFor();

    /** How long nothing may come, or leave, in the middle of a body that flows. */
    @WithDefault("60s")
    Duration longestQuiet();

    /** The same in the middle of server-sent events: those say nothing until something happens. */
    @WithDefault("15m")
    Duration longestQuietOfEvents();

    /** Connections kept to one address; a provider that needs more is better asked for less. */
    @WithDefault("256")
    int connectionsPerAddress();

    /** Who we say we are where the caller says nothing. */
    @WithDefault("IntegrationOrchestrator/0.1")
    String userAgent();

    /**
     * Prefixes by which this network translates IPv6 to IPv4, such as 2001:db8:64::/96 (RFC 6052): an address below one is
     * judged by the IPv4 address that it carries. The well-known ones are known.
     */
    Optional<List<String>> nat64Prefixes();
}
