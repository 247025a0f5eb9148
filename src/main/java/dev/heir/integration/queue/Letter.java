package dev.heir.integration.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A message on its way to SQS.
 *
 * @param id of ours, by which SQS names it in its answer
 */
record Letter(String id, String body, Duration delay) {

    /** SQS takes no more in one request. */
    static final int MOST = 10;

    /** The smallest that SQS ever allowed to one request. */
    static final int MOST_BYTES = 256 * 1024;

    /** In their order, in as few requests as SQS allows. */
    static List<List<Letter>> batches(List<Letter> letters) {
        List<List<Letter>> batches = new ArrayList<>();
        List<Letter> batch = new ArrayList<>();
        int bytes = 0;
        for (Letter letter : letters) {
            int size = letter.body().getBytes(StandardCharsets.UTF_8).length;
            if (!batch.isEmpty() && (batch.size() == MOST || bytes + size > MOST_BYTES)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(letter);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }
}
