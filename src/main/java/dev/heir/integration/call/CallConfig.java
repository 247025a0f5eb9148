package dev.heir.integration.call;

import dev.heir.integration.provider.Tier;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long calls may take and when people hear of them. */
@ConfigMapping(prefix = "integration.call")
public interface CallConfig {

    /** Deadlines where the caller names none: what a person behind a page, a job, and a decoration can wait for. */
    Deadline deadline();

    /** The deadlines by tier. */
    interface Deadline {
        @WithDefault("20s")
        Duration critical();

        @WithDefault("10s")
        Duration important();

        @WithDefault("5s")
        Duration niceToHave();

        /** Longer ones are refused: a Lambda lives for 15 minutes at most and waiting is billed. */
        @WithDefault("5m")
        Duration longest();

        default Duration of(Tier tier) {
            return switch (tier) {
                case CRITICAL -> critical();
                case IMPORTANT -> important();
                case NICE_TO_HAVE -> niceToHave();
            };
        }
    }

    /** An attempt with less time than this is not worth a provider's work: hardly any answer over TLS is faster. */
    @WithDefault("50ms")
    Duration leastAttempt();

    /**
     * An attempt that was given less than this, and less than its operation's timeout, shows nothing about the provider
     * when its time runs out: the hurry was its caller's. Less than a probe's whole deadline, which must show something.
     */
    @WithDefault("3s")
    Duration fairAttempt();

    /** From here on the breaker counts an answer as slow: half of an attempt's default timeout. */
    @WithDefault("5s")
    Duration slowCall();

    /** How long an outage lasts before a person hears of it even if every call was answered from elsewhere. */
    @WithDefault("5m")
    Duration sustainedOutage();

    /** The same error signature twice within this time is escalated for review. */
    @WithDefault("10m")
    Duration signatureWindow();

    /** How old an answer may be to serve in strike two: a day-old price list still helps, an older one misleads. */
    @WithDefault("24h")
    Duration longestStale();

    /** An answer is kept anew at most this often, so that a busy operation costs PostgreSQL next to nothing. */
    @WithDefault("5s")
    Duration keepEvery();

    /** Calls in one batch: as many answers are held until the last one is there. */
    @WithDefault("100")
    int largestBatch();

    /** Calls of one batch that are under way at the same time: a batch is not to keep a whole instance busy. */
    @WithDefault("16")
    int batchAtOnce();

    /**
     * Of which calls the request is kept beside the ledger, to be replayed: people replay what went wrong, and what went
     * well would be half of the database.
     */
    @WithDefault("unanswered")
    Recording recordRequests();

    /** Requests with larger bodies are not kept, in bytes: an outage must not fill the database with uploads. */
    @WithDefault("65536")
    int largestRecorded();

    /**
     * Answers with larger bodies are not kept under their caller's idempotency key, in bytes: of an effect it is the receipt
     * that is told again, and those are short. A repetition hears that the request was carried out, and nothing is sent.
     */
    @WithDefault("1048576")
    int largestKeyed();

    /** Pages of one list that one call gathers: what is longer is a pipeline's work, or goes on from where it ended. */
    @WithDefault("1000")
    int mostPages();

    /** From this many bytes on no further page is asked for: all of them are held until the last one is there. */
    @WithDefault("33554432")
    int largestPaged();

    /** How much longer than the call's own deadline an instance keeps a parked call before another may take it up. */
    @WithDefault("2m")
    Duration parkedLease();

    /** Parked calls that an instance finishes at the same time: one that hangs must not keep the others waiting. */
    @WithDefault("16")
    int parkedAtOnce();

    /** A call is not parked beyond this: whoever asked has given up by then, and the ledger's sweep looks no further back. */
    @WithDefault("7d")
    Duration longestParked();

    /**
     * So many parked calls of one project wait at most, about; beyond, a call is answered while its caller waits, or told when
     * to come back. The hands of one instance are through with as many in ten minutes where each takes a second.
     */
    @WithDefault("10000")
    int mostParked();

    /**
     * However long a provider says that it is to be left alone, nobody stays away for longer: a month is the longest window
     * that is commonly sold, and whoever says more means never, or counts wrongly. One request a month tells.
     */
    @WithDefault("31d")
    Duration longestQuiet();

    /** A parked call that was sent and refused this often is not parked once more: the alternatives or a person are next. */
    @WithDefault("10")
    int mostRefusals();

    /** How often a process that lives on looks for parked calls that are due; on Lambda health-sweep does. */
    @WithDefault("1s")
    String finishParkedEvery();

    /** How server-sent events go on after a break. */
    Events events();

    /** Bounds of going on. */
    interface Events {

        /** Before we come back to a provider that says nothing about it: enough for a server that restarts quickly. */
        @WithDefault("1s")
        Duration pause();

        /** Longer than this nobody waits, whatever the provider's {@code retry} says: our caller's connection is open. */
        @WithDefault("30s")
        Duration longestPause();

        /** So often in a row without one more event, then it breaks off. */
        @WithDefault("5")
        int mostInVain();

        /** Of an event that has not ended, in bytes; a larger one is passed on as it comes and cannot be resumed. */
        @WithDefault("1048576")
        int largestHeld();
    }
}
