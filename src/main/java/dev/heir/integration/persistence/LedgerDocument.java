package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group of calls as the one JSON parameter of the statement that writes them; its names are the columns'. */
final class LedgerDocument {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private LedgerDocument(JsonGenerator out) {
        this.out = out;
    }

    static String of(List<LedgerEntry> group) {
        StringWriter text = new StringWriter(group.size() * 1024);
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartArray();
            for (int n = 0; n < group.size(); n++) {
                new LedgerDocument(generator).call(n, group.get(n).call());
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** What others than a call's own provider bill. */
    static String charges(List<CallRecord.Charge> others) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            new LedgerDocument(generator).all(others);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void call(int n, CallRecord call) throws IOException {
        out.writeStartObject();
        out.writeNumberField("n", n);
        out.writeStringField("id", call.id().toString());
        out.writeStringField("received_at", LedgerEntry.receivedAt(call).toString());
        text("dpr_project", DprId.segment(call.project()));
        text("dpr_operation", DprId.segment(call.kind()));
        text("dpr_tool", DprId.segment(call.tool()));
        text("project", call.project());
        text("kind", call.kind());
        text("tool", call.tool());
        text("provider", call.provider());
        text("operation", call.operation());
        out.writeStringField("tier", call.tier().name());
        out.writeNumberField("took_micros", micros(call.took()));
        text("idempotency_key", call.idempotencyKey());
        name("source", call.source());
        out.writeNumberField("status", call.status());
        name("symptom", call.symptom());
        name("fault", call.fault());
        out.writeBooleanField("ambiguous", call.ambiguous());
        out.writeNumberField("age_micros", micros(call.age()));
        if (call.cost().isPresent()) {
            Money cost = call.cost().get();
            out.writeNumberField("cost", cost.amount());
            out.writeStringField("cost_currency", cost.currency().getCurrencyCode());
            out.writeNumberField("project_limiter", call.use().counted().byProject());
            out.writeNumberField("provider_limiter", call.use().counted().byProvider());
        }
        if (call.use().sentAt().isPresent()) {
            out.writeStringField("sent_at", call.use().sentAt().get().toString());
        }
        if (!call.use().units().isEmpty()) {
            units(call.use().units());
        }
        if (!call.use().others().isEmpty()) {
            out.writeFieldName("charges");
            all(call.use().others());
        }
        if (call.use().likeness().isPresent()) {
            out.writeNumberField("request_hash", call.use().likeness().get());
        }
        text("signature", call.signature().map(Stored::key));
        text("replay_of", call.asked().replayOf());
        text("detail", call.detail());
        out.writeArrayFieldStart("attempts");
        for (CallRecord.Attempt attempt : call.attempts()) {
            attempt(attempt);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("strikes");
        for (int position = 0; position < call.strikes().size(); position++) {
            strike(position, call.strikes().get(position));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void units(Map<String, Long> units) throws IOException {
        out.writeObjectFieldStart("units");
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            out.writeNumberField(Stored.text(unit.getKey()), unit.getValue());
        }
        out.writeEndObject();
    }

    private void all(List<CallRecord.Charge> others) throws IOException {
        out.writeStartArray();
        for (CallRecord.Charge charge : others) {
            charge(charge);
        }
        out.writeEndArray();
    }

    private void charge(CallRecord.Charge charge) throws IOException {
        out.writeStartObject();
        text("provider", charge.provider());
        if (charge.cost().isPresent()) {
            out.writeNumberField("cost", charge.cost().get().amount());
            out.writeStringField("currency", charge.cost().get().currency().getCurrencyCode());
            out.writeNumberField("project_limiter", charge.counted().byProject());
            out.writeNumberField("provider_limiter", charge.counted().byProvider());
        }
        units(charge.units());
        out.writeEndObject();
    }

    private void attempt(CallRecord.Attempt attempt) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", attempt.number());
        text("provider", attempt.provider());
        text("target", attempt.target());
        text("credential", attempt.credential());
        out.writeStringField("started_at", attempt.startedAt().toString());
        out.writeNumberField("took_micros", micros(attempt.took()));
        out.writeNumberField("status", attempt.status());
        name("symptom", attempt.symptom());
        out.writeBooleanField("retry", attempt.retry());
        out.writeBooleanField("slow", attempt.slow());
        out.writeBooleanField("counts_against_target", attempt.countsAgainstTarget());
        text("detail", attempt.detail());
        out.writeEndObject();
    }

    private void strike(int position, CallRecord.Strike strike) throws IOException {
        out.writeStartObject();
        out.writeNumberField("position", position);
        out.writeNumberField("number", strike.number());
        out.writeStringField("symptom", strike.symptom().name());
        name("remedy", strike.remedy());
        out.writeBooleanField("worked", strike.worked());
        out.writeStringField("at", strike.at().toString());
        text("detail", strike.detail());
        out.writeEndObject();
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    private void text(String field, String value) throws IOException {
        out.writeStringField(field, Stored.text(value));
    }

    private void text(String field, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(field, value.get());
        }
    }

    private <E extends Enum<E>> void name(String field, Optional<E> value) throws IOException {
        text(field, value.map(Enum::name));
    }
}
