package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.heir.integration.quota.Shared;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is shared of a scope as {@code quota_scope.state} keeps it: written with each lease, so it is short. Members and
 * instances are named once and then counted from 0, and what is empty is left out. {@link SharedReading} reads it.
 *
 * <pre>{@code
 * f form: 2                     l limits {window: [units, unit, 1 if only watched]}
 * m members                     u use {window: [[until, "units of each member"] or [until, member, units, ...]]}
 * w weights of members, or 0    e leases, x lapsed [[instance, member, units, until, told, counted]]
 * i instances                   c claims [[instance, member, units, least, since, until]]
 * g forgotten, b born           n learnt [factor, perWindow, answered, limited, since], a limitedAs
 * s stated [left, until]        d beside [units, until, asOf, units, ...]
 * }</pre>
 */
final class SharedDocument {

    static final int FORM = 2;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;
    private final Map<String, Integer> members = new LinkedHashMap<>();
    private final Map<String, Integer> instances = new LinkedHashMap<>();

    private SharedDocument(JsonGenerator out) {
        this.out = out;
    }

    static String of(Shared shared) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            new SharedDocument(generator).write(shared);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write(Shared shared) throws IOException {
        shared.weights().keySet().forEach(member -> number(members, member));
        out.writeStartObject();
        out.writeNumberField("f", FORM);
        limits(shared.limits());
        usage(shared.usage());
        leases("e", shared.leases());
        leases("x", shared.lapsed());
        claims(shared.claims());
        learnt(shared.learnt());
        for (Shared.Stated said : shared.stated()) {
            row("s", said.left(), said.until());
        }
        if (!shared.beside().isEmpty()) {
            row(
                    "d",
                    shared.beside().stream()
                            .flatMapToLong(spent -> LongStream.of(spent.units(), spent.until(), spent.asOf()))
                            .toArray());
        }
        if (shared.forgotten() != 0) {
            out.writeNumberField("g", shared.forgotten());
        }
        if (shared.born() != 0) {
            out.writeNumberField("b", shared.born());
        }
        if (!shared.weights().isEmpty()) {
            out.writeArrayFieldStart("w");
            for (String member : members.keySet()) {
                out.writeNumber(shared.weights().getOrDefault(member, 0));
            }
            out.writeEndArray();
        }
        names("m", members.keySet()); // last: by now all are known
        names("i", instances.keySet());
        out.writeEndObject();
    }

    private void limits(Map<String, Shared.Limited> limits) throws IOException {
        if (limits.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("l");
        for (Map.Entry<String, Shared.Limited> limit : limits.entrySet()) {
            out.writeArrayFieldStart(limit.getKey());
            out.writeNumber(limit.getValue().units());
            out.writeString(limit.getValue().unit());
            out.writeNumber(limit.getValue().shadow() ? 1 : 0);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void usage(Map<String, List<Shared.Slot>> usage) throws IOException {
        if (usage.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("u");
        for (Map.Entry<String, List<Shared.Slot>> window : usage.entrySet()) {
            out.writeArrayFieldStart(window.getKey());
            for (Shared.Slot slot : window.getValue()) {
                slot(slot);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void slot(Shared.Slot slot) throws IOException {
        slot.used().keySet().forEach(member -> number(members, member));
        out.writeStartArray();
        out.writeNumber(slot.until());
        // A 0 for who is missing is shorter than everyone's number, and PostgreSQL takes a text as it is.
        if (slot.used().size() > members.size() / 2) {
            out.writeString(members.keySet().stream()
                    .map(member -> Long.toString(slot.used().getOrDefault(member, 0L)))
                    .collect(Collectors.joining(" ")));
        } else {
            for (Map.Entry<String, Long> used : slot.used().entrySet()) {
                out.writeNumber(number(members, used.getKey()));
                out.writeNumber(used.getValue());
            }
        }
        out.writeEndArray();
    }

    private void leases(String field, List<Shared.Lease> leases) throws IOException {
        if (leases.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(field);
        for (Shared.Lease lease : leases) {
            entry(lease.id(), lease.member(), lease.units(), lease.until(), lease.told(), lease.counted());
        }
        out.writeEndArray();
    }

    private void claims(List<Shared.Claim> claims) throws IOException {
        if (claims.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("c");
        for (Shared.Claim claim : claims) {
            entry(claim.lease(), claim.member(), claim.units(), claim.least(), claim.since(), claim.until());
        }
        out.writeEndArray();
    }

    private void learnt(Shared.Learnt learnt) throws IOException {
        if (learnt.equals(Shared.Learnt.NOTHING)) {
            return;
        }
        out.writeArrayFieldStart("n");
        out.writeNumber(learnt.factor());
        out.writeNumber(learnt.perWindow());
        out.writeNumber(learnt.answered());
        out.writeNumber(learnt.limited());
        out.writeNumber(learnt.since());
        out.writeEndArray();
        if (!learnt.limitedAs().isEmpty()) {
            out.writeObjectFieldStart("a");
            for (Map.Entry<String, Long> credential : learnt.limitedAs().entrySet()) {
                out.writeNumberField(credential.getKey(), credential.getValue());
            }
            out.writeEndObject();
        }
    }

    /** An instance leases under its own name and the member's. */
    private void entry(String id, String member, long... numbers) throws IOException {
        out.writeStartArray();
        String end = "/" + member;
        if (id.endsWith(end)) {
            out.writeNumber(number(instances, id.substring(0, id.length() - end.length())));
        } else {
            out.writeString(id);
        }
        out.writeNumber(number(members, member));
        for (long number : numbers) {
            out.writeNumber(number);
        }
        out.writeEndArray();
    }

    private void row(String field, long... numbers) throws IOException {
        out.writeArrayFieldStart(field);
        for (long number : numbers) {
            out.writeNumber(number);
        }
        out.writeEndArray();
    }

    private void names(String field, Collection<String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(field);
        for (String name : names) {
            out.writeString(name);
        }
        out.writeEndArray();
    }

    private static int number(Map<String, Integer> names, String name) {
        return names.computeIfAbsent(name, _ -> names.size());
    }
}
