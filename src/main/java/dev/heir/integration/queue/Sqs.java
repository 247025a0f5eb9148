package dev.heir.integration.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One queue of SQS, by its JSON protocol. What it does not do is told as not done: nobody here waits for a second try. */
final class Sqs {

    private static final Logger LOG = Logger.getLogger(Sqs.class);

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
    private static final Duration LONGEST_HIDDEN = Duration.ofHours(12);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Transport transport;
    private final ObjectMapper json;
    private final URI queue;
    private final URI endpoint;
    private final Duration timeout;
    private final Supplier<AwsV4> role;

    /** @param role asked for each request: its credentials change */
    Sqs(Transport transport, ObjectMapper json, URI queue, URI endpoint, Duration timeout, Supplier<AwsV4> role) {
        this.transport = transport;
        this.json = json;
        this.queue = queue;
        this.endpoint = endpoint.resolve("/");
        this.timeout = timeout;
        this.role = role;
    }

    /** @return the ids of those that SQS took */
    Set<String> send(List<Letter> letters) {
        Set<String> taken = new HashSet<>();
        for (List<Letter> batch : Letter.batches(letters)) {
            ObjectNode request = request();
            ArrayNode entries = request.putArray("Entries");
            batch.forEach(letter -> entries.addObject()
                    .put("Id", letter.id())
                    .put("MessageBody", letter.body())
                    .put("DelaySeconds", seconds(letter.delay(), LONGEST_DELAY)));
            Optional<JsonNode> answer = ask("SendMessageBatch", request, timeout);
            if (answer.isEmpty()) {
                break; // it is not there: the others would each wait for it as long
            }
            answer.get()
                    .path("Failed")
                    .forEach(failed -> LOG.warnf(
                            "SQS did not take a message: %s %s",
                            failed.path("Code").asText(), failed.path("Message").asText()));
            answer.get()
                    .path("Successful")
                    .forEach(done -> taken.add(done.path("Id").asText()));
        }
        return taken;
    }

    /**
     * @param hidden how long from everybody else
     * @param patience while there is none
     */
    List<Message> receive(int most, Duration hidden, Duration patience) {
        ObjectNode request = request()
                .put("MaxNumberOfMessages", Math.min(most, Letter.MOST))
                .put("VisibilityTimeout", seconds(hidden, LONGEST_HIDDEN))
                .put("WaitTimeSeconds", seconds(patience, LONGEST_WAIT));
        List<Message> messages = new ArrayList<>();
        ask("ReceiveMessage", request, timeout.plus(patience)).ifPresent(answer -> answer.path("Messages")
                .forEach(message -> messages.add(new Message(
                        message.path("MessageId").asText(),
                        message.path("Body").asText(),
                        message.path("ReceiptHandle").asText()))));
        return messages;
    }

    void delete(Message message) {
        var _ = ask("DeleteMessage", request().put("ReceiptHandle", message.receipt()), timeout);
    }

    /** It is delivered again after the pause, and never before. */
    void hide(Message message, Duration pause) {
        var _ = ask(
                "ChangeMessageVisibility",
                request()
                        .put("ReceiptHandle", message.receipt())
                        .put("VisibilityTimeout", seconds(pause, LONGEST_HIDDEN)),
                timeout);
    }

    private ObjectNode request() {
        return json.createObjectNode().put("QueueUrl", queue.toString());
    }

    private static long seconds(Duration duration, Duration most) {
        Duration least = duration.compareTo(most) < 0 ? duration : most;
        return least.toSeconds() + (least.toNanosPart() > 0 ? 1 : 0);
    }

    private Optional<JsonNode> ask(String action, ObjectNode request, Duration within) {
        try {
            Reply reply = transport.send(new Transport.Outgoing(
                    "POST",
                    endpoint,
                    Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", "AmazonSQS." + action),
                    Body.of(request.toString()),
                    Signature.by(role.get()),
                    within,
                    true)); // whoever runs this names the queue: it may well be behind a private address
            if (reply instanceof Reply.Responded answer && answer.status() == 200) {
                return Optional.of(json.readTree(answer.body().text()));
            }
            LOG.warnf("SQS did not do %s: %s", action, reason(reply));
        } catch (JsonProcessingException | IllegalStateException trouble) {
            LOG.warnf("SQS could not be asked for %s: %s", action, trouble.getMessage());
        }
        return Optional.empty();
    }

    private String reason(Reply reply) throws JsonProcessingException {
        return reply instanceof Reply.Responded answer
                ? answer.status() + " "
                        + json.readTree(answer.body().text()).path("__type").asText()
                : reply.toString();
    }
}
