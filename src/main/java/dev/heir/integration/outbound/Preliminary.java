package dev.heir.integration.outbound;

import io.vertx.core.http.HttpClientRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Words before an answer (1xx; RFC 9110, section 15.2): as many as anybody needs, and no stream of them. */
final class Preliminary {

    private static final int MOST = 8;

    private Preliminary() {}

    static void limit(HttpClientRequest request) {
        AtomicInteger heard = new AtomicInteger();
        request.continueHandler(_ -> count(heard, request));
        request.earlyHintsHandler(_ -> count(heard, request));
    }

    private static void count(AtomicInteger heard, HttpClientRequest request) {
        if (heard.incrementAndGet() > MOST) {
            request.reset(0, new IllegalStateException("more than " + MOST + " preliminary answers"));
        }
    }
}
