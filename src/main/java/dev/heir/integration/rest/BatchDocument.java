package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.call.CallBatch;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several calls as their caller writes them down in JSON. */
@RegisterForReflection
public final class BatchDocument {

    private static final List<String> KEYS = List.of("calls", "deadline");

    public @Nullable List<@Nullable CallDocument> calls;

    /** Over all of them together; each has its own as well. */
    public @Nullable String deadline;

    private final UnknownKeys unknown = new UnknownKeys("a batch", KEYS);

    @JsonAnySetter
    void unknown(String name, @Nullable JsonNode value) {
        unknown.add(name, value);
    }

    /** @throws InvalidInput when nothing was sent, or JSON's null */
    static BatchDocument given(@Nullable BatchDocument document) {
        return Optional.ofNullable(document)
                .orElseThrow(() -> new InvalidInput("document", "null", "must be a batch, a map of keys and values"));
    }

    /**
     * @param key of the whole batch: each call has it with its index, so that a repeated batch does nothing twice
     * @throws InvalidInput with all flaws
     */
    List<CallBatch.One> read(Optional<String> key, int most) {
        List<Flaw> flaws = new ArrayList<>();
        flaws.addAll(unknown.flaws(""));
        if (deadline != null && time().isEmpty()) {
            flaws.add(new Flaw("deadline", deadline, "must be a duration such as 10s or 1500ms"));
        }
        int size = calls == null ? 0 : calls.size();
        if (size < 1 || size > most) {
            flaws.add(new Flaw("calls", size + " calls", "must be a list of 1 to " + most + " calls"));
        }
        List<CallBatch.One> read = new ArrayList<>();
        for (int i = 0; calls != null && i < Math.min(size, most); i++) {
            int index = i;
            try {
                CallDocument one = CallDocument.given(calls.get(i));
                if (one.pages != null) {
                    throw new InvalidInput("pages", "a map", "is for a call of its own");
                }
                if (one.isDryRun()) {
                    throw new InvalidInput("dryRun", "true", "is for a call of its own");
                }
                read.add(new CallBatch.One(one.read(Optional.empty()), key.map(text -> text + "/" + index)));
            } catch (InvalidInput invalid) {
                flaws.addAll(invalid.below("calls[" + i + "]").flaws());
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return read;
    }

    Optional<Duration> time() {
        return Optional.ofNullable(deadline).flatMap(Durations::parse);
    }
}
