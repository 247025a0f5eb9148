package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
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

    private static boolean knows(Optional<String> text, Redaction redaction) {
        return text.filter(redaction::knows).isPresent();
    }

    private static boolean knows(Map<String, String> texts, Redaction redaction) {
        return texts.entrySet().stream()
                .anyMatch(text -> redaction.knows(text.getKey()) || redaction.knows(text.getValue()));
    }
}
