package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Sends one request over the network, once. */
public interface Transport {

    Reply send(Outgoing request);

    /**
     * @param uri without the signature's parameters
     * @param timeout from now to the last byte of the answer; of one that flows, to its head
     * @param internal whether private and loopback addresses are allowed
     * @param asIs whether the answer is only passed on: nothing of it is unpacked, and a large one flows
     */
    record Outgoing(
            String method,
            URI uri,
            Map<String, String> headers,
            Body body,
            Signature signature,
            Duration timeout,
            boolean internal,
            boolean asIs) {

        /** Whether it asks for a WebSocket: the answer then goes both ways, if its status is 101. */
        public boolean opensSocket() {
            return asIs && Opening.isAskedFor(headers);
        }

        /** One whose answer is read: unpacked, and as a whole. */
        public Outgoing(
                String method,
                URI uri,
                Map<String, String> headers,
                Body body,
                Signature signature,
                Duration timeout,
                boolean internal) {
            this(method, uri, headers, body, signature, timeout, internal, false);
        }
    }
}
