package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Whether a request may be written down: not with a known secret in it, which its caller has reasons to send. */
final class Writable {

    private Writable() {}

    static boolean is(CallRequest request, Redaction redaction) {
        return request.mayBeKept()
                && !redaction.knows(request.body().bytes())
                && !knows(request.operation(), redaction)
                && !knows(request.path(), redaction)
                && !knows(request.params(), redaction)
                && !knows(request.headers(), redaction);
    }

    /** As in the data of others: a short password may be a word of theirs. */
    static boolean holds(String text, Redaction redaction) {
        return redaction.knows(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean knows(Optional<String> text, Redaction redaction) {
        return text.filter(one -> holds(one, redaction)).isPresent();
    }

    private static boolean knows(Map<String, String> texts, Redaction redaction) {
        return texts.entrySet().stream()
                .anyMatch(text -> holds(text.getKey(), redaction) || holds(text.getValue(), redaction));
    }
}
