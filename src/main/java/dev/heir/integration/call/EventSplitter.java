package dev.heir.integration.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Server-sent events (HTML standard, section 9.2.6), cut where one ends: only whole ones are given, so that what follows a
 * break can go on behind them. Comments outside of events are given at once: they keep connections alive.
 */
final class EventSplitter {

    /** Of a line, what is looked at; an id that is longer cannot be asked for. */
    private static final int LONGEST_LINE = 2048;

    /** How many ids are remembered, to notice a server that begins anew. */
    private static final int REMEMBERED = 512;

    private final int mostHeld;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Set<String> given = new LinkedHashSet<>();

    private String lastId;
    private Optional<String> id = Optional.empty();
    private Optional<Duration> retry = Optional.empty();
    private long events;
    private boolean inEvent;
    private boolean tooLarge;
    private boolean afterReturn;
    private boolean atStart = true;
    /** After a break, until something new comes: it may come again from the beginning. */
    private boolean comparing;

    private boolean repeating;

    /**
     * @param lastId that the caller had before; empty for none
     * @param mostHeld bytes of an event that has not ended; a larger one is given as it comes
     */
    EventSplitter(String lastId, int mostHeld) {
        this.lastId = lastId;
        this.mostHeld = mostHeld;
    }

    /** @throws IOException where it cannot be known whether an event was given before */
    void take(byte[] bytes, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            take(bytes[i]);
        }
        if (tooLarge) {
            event.writeTo(ready);
            event.reset();
        }
    }

    private void take(byte octet) throws IOException {
        if (octet == '\n' && afterReturn) { // the second half of a line's end
            afterReturn = false;
            (event.size() == 0 ? ready : event).write(octet);
            return;
        }
        afterReturn = octet == '\r';
        event.write(octet);
        if (octet == '\n' || octet == '\r') {
            lineEnded();
            return;
        }
        if (line.size() <= LONGEST_LINE) {
            line.write(octet);
        }
        if (event.size() > mostHeld && !tooLarge) {
            if (comparing) {
                throw new IOException("an event after the break is larger than " + mostHeld
                        + " bytes: it cannot be known whether it was given before");
            }
            tooLarge = true;
        }
    }

    private void lineEnded() {
        String text = line.toString(StandardCharsets.UTF_8);
        boolean cut = line.size() > LONGEST_LINE;
        line.reset();
        if (atStart && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        atStart = false;
        if (text.isEmpty()) {
            eventEnded();
        } else if (!text.startsWith(":")) {
            inEvent = true;
            field(text, cut);
        } else if (!inEvent) {
            give();
        }
    }

    private void field(String text, boolean cut) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        String plain = value.startsWith(" ") ? value.substring(1) : value;
        switch (name) {
            // With a NUL it is none; one that is too long to be asked for is worth as much as none.
            case "id" -> id = plain.indexOf('\0') >= 0 ? id : Optional.of(cut ? "" : plain);
            case "retry" -> {
                if (plain.matches("\\d{1,9}")) {
                    retry = Optional.of(Duration.ofMillis(Long.parseLong(plain)));
                }
            }
            default -> {}
        }
    }

    private void eventEnded() {
        if (isRepeated()) {
            event.reset();
        } else {
            id.ifPresent(this::remember);
            events += inEvent ? 1 : 0;
            give();
        }
        id = Optional.empty();
        inEvent = false;
        tooLarge = false;
    }

    private boolean isRepeated() {
        if (!comparing || !inEvent) {
            return false;
        }
        if (id.isEmpty()) {
            return repeating;
        }
        repeating = given.contains(id.get());
        comparing = repeating;
        return repeating;
    }

    private void remember(String one) {
        lastId = one;
        if (!one.isEmpty()) {
            given.remove(one);
            given.add(one);
            if (given.size() > REMEMBERED) {
                given.remove(given.iterator().next());
            }
        }
    }

    private void give() {
        ready.writeBytes(event.toByteArray());
        event.reset();
    }

    /** What has ended since this was last asked. */
    byte[] ready() {
        byte[] whole = ready.toByteArray();
        ready.reset();
        return whole;
    }

    /** The sender says that this is all: what it did not end is given as it is. */
    void end() {
        if (!comparing) {
            give();
        }
    }

    /** It broke off, and goes on from another connection: what had not ended comes again. */
    void goOn() {
        event.reset();
        line.reset();
        id = Optional.empty();
        inEvent = false;
        afterReturn = false;
        atStart = true;
        comparing = true;
        repeating = false;
    }

    /** Whether there is an id to go on from, and nothing was given of an event that has not ended. */
    boolean mayGoOn() {
        return !lastId.isEmpty() && !tooLarge;
    }

    /** Of the last whole event that had one. */
    String lastId() {
        return lastId;
    }

    /** How long its sender wants us to wait before we come back, if it said so. */
    Optional<Duration> retry() {
        return retry;
    }

    /** How many were given. */
    long events() {
        return events;
    }
}
