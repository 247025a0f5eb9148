package dev.heir.integration.function;

import dev.heir.integration.provider.Body;
import java.util.List;
import java.util.Map;

/** What Lambda hands to a function. */
sealed interface Event {

    /** For functions that answer the API only. */
    default Api asApi() {
        if (this instanceof Api api) {
            return api;
        }
        throw unexpected();
    }

    default Unknown unexpected() {
        return new Unknown(
                "this function does not answer events such as " + getClass().getSimpleName());
    }

    /**
     * A request that came through the API Gateway (HTTP API, payload format 2.0).
     *
     * @param path as the gateway gives it: it has undone some of the caller's percent-encoding
     * @param query as the caller wrote it; empty for none
     * @param headers by lower-case name; several values of one name are joined by a comma
     * @param source the address that connected to the gateway; empty where it does not tell
     */
    record Api(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            List<String> cookies,
            Body body,
            String source)
            implements Event {

        public Api {
            headers = Map.copyOf(headers);
            cookies = List.copyOf(cookies);
        }
    }

    /** A batch of the function's queue. */
    record Queue(List<Message> messages) implements Event {

        public Queue {
            messages = List.copyOf(messages);
        }
    }

    /**
     * One message of a batch.
     *
     * @param id what a partial batch response names
     * @param receipt by which the queue is told when to deliver it again
     */
    record Message(String id, String body, String receipt) {}

    /** The function's schedule is due. */
    record Schedule(String id, String time) implements Event {}

    /** A function was wired to something that it does not answer: a mistake in the installation. */
    final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }
}
