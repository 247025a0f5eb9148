package dev.heir.integration.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.WorkQueue;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** SQS as one instance has it, for tests without Quarkus. */
final class SqsSide {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SqsSide() {}

    static Sqs sqs(Transport transport, URI url) {
        return new Sqs(transport, JSON, url, url, Duration.ofSeconds(20), SqsSide::role);
    }

    /** @param settings names without their prefix, each followed by its value */
    static WorkQueue queue(PageQueue pages, Transport transport, URI url, Duration usual, String... settings) {
        return new SqsQueue(pages, sqs(transport, url), JSON, config(settings), usual);
    }

    private static QueueConfig config(String... settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(QueueConfig.class);
        for (int i = 0; i < settings.length; i += 2) {
            builder.withDefaultValue("integration.queue.scrape." + settings[i], settings[i + 1]);
        }
        return builder.build().getConfigMapping(QueueConfig.class);
    }

    private static AwsV4 role() {
        return new AwsV4("ROLE", "secret of the role", Optional.of("session"), "elasticmq", "sqs", true);
    }
}
