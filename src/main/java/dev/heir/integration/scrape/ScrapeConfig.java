package dev.heir.integration.scrape;

import dev.heir.integration.provider.Flaw;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How we behave towards websites. */
@ConfigMapping(prefix = "integration.scrape")
public interface ScrapeConfig {

    /**
     * An address (URL or e-mail) where a website's owner reaches whoever runs this. It becomes part of the user agent;
     * without one no website is read but those of this machine.
     */
    Optional<String> contact();

    /** Our name in robots.txt and robots tags: a product token of RFC 9309, letters, hyphens and underscores. */
    @WithDefault("IntegrationOrchestrator")
    String robot();

    /** The whole user agent, in place of the one built from name and contact, both of which it has to tell. */
    Optional<String> userAgent();

    /** Between two requests to one host, unless its robots.txt asks for more: what careful crawlers use. */
    @WithDefault("1s")
    Duration delay();

    /** Whether a host that answers slowly or fails is asked less often, until it does better. */
    @WithDefault("true")
    boolean adaptive();

    /** Whether a page that reserves text and data mining (noai, tdm-reservation) is taken at its word and not kept. */
    @WithDefault("true")
    boolean respectReservations();

    /** How long a page may wait for its host's turn with its instance; beyond it is put back, since sleeping is billed. */
    @WithDefault("2s")
    Duration patience();

    /** Of one request, to its last byte. */
    @WithDefault("10s")
    Duration timeout();

    /** How long a robots.txt is relied on. RFC 9309 allows no more than 24 hours. */
    @WithDefault("24h")
    Duration robotsAge();

    /** How long a robots.txt that could not be had is left alone, and with it the whole site. */
    @WithDefault("5m")
    Duration robotsRetry();

    /** How long a host that answers 429 or 503 without a time is left alone; doubled each time it does so again in a row. */
    @WithDefault("60s")
    Duration slowDown();

    /** How long a host that shows us a challenge is left alone: it has noticed us and does not like what it saw. */
    @WithDefault("1h")
    Duration blockedPause();

    /** After so many failures a page is given up and becomes a person's case. */
    @WithDefault("5")
    int mostTries();

    /** After so many times of being asked to wait, a page is given up. */
    @WithDefault("20")
    int mostPauses();

    /** After this time a batch begins no further page: the function that runs it is paid and timed out by the second. */
    @WithDefault("45s")
    Duration batchTime();

    /** How long a page stays an instance's without a sign of life: so long it waits when its instance is killed. */
    @WithDefault("30s")
    Duration lease();

    /** Before the second try of a page; doubled for each further one, up to an hour. */
    @WithDefault("30s")
    Duration retryAfter();

    /** How long a queue's message that belongs to no scrape is the same as an equal one: longer than queues redeliver by mistake. */
    @WithDefault("1h")
    Duration sameMessage();

    /** Whose account the messages of the queue are on when they name no project. */
    @WithDefault("scrape")
    String project();

    /** Pages in hand at the same time, each of another host where there are so many. */
    @WithDefault("16")
    int parallel();

    /** How often a process that lives on looks for pages whose turn has come; on Lambda health-sweep does. */
    @WithDefault("1s")
    String every();

    /** When it is a person's case that a site does not show a field any more. */
    Drift drift();

    /** When what a site does not show any more is gone for good, and no hiccup. */
    interface Drift {

        /** In a row, each page once in its scrape: fewer may be a page that is gone, or a bad minute. */
        @WithDefault("5")
        int readings();

        /** From the first of them to the last at least: a website that is being changed shows strange things for a while. */
        @WithDefault("1h")
        Duration lasting();
    }

    /** How long what was read is kept. */
    Keep keep();

    /** From when something was read to when it is deleted, in the rhythm of the sweeps. */
    interface Keep {

        /** Scrapes that people asked for, with their pages: who needs them for longer exports them. */
        @WithDefault("365d")
        Duration scrapes();

        /** Monitors' own scrapes, whose changes and series stay: as long as a website is asked whether a page has changed. */
        @WithDefault("30d")
        Duration watched();

        /** Each look of a monitor and what it found, and the notices that were taken. */
        @WithDefault("90d")
        Duration looks();

        /** The last good values of fields: one that is older stands for nothing any more. */
        @WithDefault("365d")
        Duration fields();
    }

    /** Of monitors. */
    Monitors monitors();

    /** How monitors are run. */
    interface Monitors {

        /** How long a secret that was replaced signs beside the new one: so long their receivers may take to change theirs. */
        @WithDefault("24h")
        Duration secretOverlap();
    }

    /** Whether the page may be asked for by somebody who can be reached, or is on this very machine. */
    default boolean isAnswerable(PageUrl page) {
        return contact().isPresent() || userAgent().isPresent() || page.isLoopback();
    }

    /** Who we say we are. */
    default String agent() {
        return userAgent()
                .orElseGet(() -> robot() + "/0.1"
                        + contact().map(contact -> " (+" + contact + ")").orElse(""));
    }

    /** Our name in robots.txt and robots tags, in lower case. */
    default String token() {
        return robot().toLowerCase(Locale.ROOT);
    }

    /**
     * What is wrong with who we say we are: a website's owner has to be able to write our name into robots.txt, and to
     * reach us.
     */
    default List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        if (!robot().matches("[A-Za-z_-]+")) {
            flaws.add(new Flaw(
                    "integration.scrape.robot",
                    robot(),
                    "must be letters, hyphens and underscores (RFC 9309, section 2.2.1)"));
        }
        if (drift().readings() < 1) {
            flaws.add(new Flaw(
                    "integration.scrape.drift.readings", String.valueOf(drift().readings()), "must be at least 1"));
        }
        userAgent().ifPresent(agent -> {
            if (!agent.toLowerCase(Locale.ROOT).contains(token())) {
                flaws.add(new Flaw(
                        "integration.scrape.user-agent", agent, "must tell our name in robots.txt, '" + robot() + "'"));
            }
            if (!agent.matches(".*(https?://|@).*")) {
                flaws.add(new Flaw(
                        "integration.scrape.user-agent",
                        agent,
                        "must tell a URL or an e-mail address that reaches us"));
            }
        });
        return List.copyOf(flaws);
    }
}
