package dev.heir.integration.outbound.signing;

import java.util.Map;

/** What came of signing. */
public sealed interface Signed {

    /**
     * To be put on before it leaves.
     *
     * @param query the whole of it, as it is to be sent
     */
    record Ready(Map<String, String> headers, String query) implements Signed {

        /** Names only. */
        @Override
        public String toString() {
            return "Ready" + headers.keySet();
        }
    }

    /** This request cannot be signed so, and nothing may leave without. */
    record Impossible(String reason) implements Signed {}
}
