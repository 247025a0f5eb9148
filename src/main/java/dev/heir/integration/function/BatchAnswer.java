package dev.heir.integration.function;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A partial batch response: SQS delivers these messages again, and no others. */
@RegisterForReflection
record BatchAnswer(List<Failure> batchItemFailures) {

    static BatchAnswer of(List<String> failed) {
        return new BatchAnswer(failed.stream().map(Failure::new).toList());
    }

    /** @param itemIdentifier the message's id */
    @RegisterForReflection
    record Failure(String itemIdentifier) {}
}
