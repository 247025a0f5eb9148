package dev.heir.integration.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.WorkQueue;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The queue of SQS that the configuration names, asked as the role that a function has. */
@Singleton
final class SqsQueues implements WorkQueue.Remote {

    private final Optional<WorkQueue> queue;

    SqsQueues(
            PageQueue pages,
            Transport transport,
            ObjectMapper json,
            QueueConfig settings,
            ScrapeConfig scrape,
            Config config) {
        this.queue = settings.url().map(url -> {
            URI endpoint = settings.endpoint().orElse(url);
            Sqs sqs = new Sqs(transport, json, url, endpoint, settings.timeout(), () -> role(config));
            return new SqsQueue(pages, sqs, json, settings, scrape.delay());
        });
    }

    @Override
    public Optional<WorkQueue> configured() {
        return queue;
    }

    /** Lambda puts the temporary credentials of its role into the environment. */
    private static AwsV4 role(Config config) {
        return new AwsV4(
                needed(config, "AWS_ACCESS_KEY_ID"),
                needed(config, "AWS_SECRET_ACCESS_KEY"),
                config.getOptionalValue("AWS_SESSION_TOKEN", String.class),
                needed(config, "AWS_REGION"),
                "sqs",
                true);
    }

    private static String needed(Config config, String name) {
        return config.getOptionalValue(name, String.class)
                .orElseThrow(() -> new IllegalStateException(name + " is not set: Lambda sets it for each function"));
    }
}
