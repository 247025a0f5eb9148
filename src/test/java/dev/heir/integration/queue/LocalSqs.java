package dev.heir.integration.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A queue with its dead letters on ElasticMQ, which is started once for all tests of a run, asked as AWS' own side does. */
public final class LocalSqs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;
    private final URI dead;

    /** In a class of its own: it is started when it is first asked for, and it is not quick. */
    private static final class Server {
        static final int PORT = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(0)
                .start()
                .waitUntilStarted()
                .localAddress()
                .getPort();
    }

    /**
     * @param hidden for so long a message that was received is nobody else's
     * @param attempts after which it is dead
     */
    public LocalSqs(Duration hidden, int attempts) {
        String name = "scrape-" + UUID.randomUUID();
        this.dead = create(name + "-dead", JSON.createObjectNode());
        ObjectNode attributes = JSON.createObjectNode().put("VisibilityTimeout", Long.toString(hidden.toSeconds()));
        ObjectNode redrive = JSON.createObjectNode()
                .put(
                        "deadLetterTargetArn",
                        attributes(dead, "QueueArn").path("QueueArn").asText())
                .put("maxReceiveCount", attempts);
        this.url = create(name, attributes.put("RedrivePolicy", redrive.toString()));
    }

    /** A message as it was delivered. */
    public record Delivered(String id, String receipt, String body) {}

    /** As the configuration names it. */
    public URI url() {
        return url;
    }

    public void send(String body) {
        ask(url, "SendMessage", JSON.createObjectNode().put("MessageBody", body));
    }

    public List<Delivered> receive() {
        return received(url);
    }

    public void delete(Delivered message) {
        ask(url, "DeleteMessage", JSON.createObjectNode().put("ReceiptHandle", message.receipt()));
    }

    /** Whatever is in it is lost. */
    public void lose() {
        ask(url, "PurgeQueue", JSON.createObjectNode());
    }

    /** How many messages it has: to be delivered now or later, and delivered. */
    public int size() {
        return size(url);
    }

    public int deadLetters() {
        return size(dead);
    }

    /** The bodies of messages that were laid aside, each once. */
    public List<String> takeDead() {
        return received(dead).stream().map(Delivered::body).toList();
    }

    /** Asked at once: between two questions a message may go from one number to another. */
    private int size(URI queue) {
        JsonNode numbers = attributes(
                queue,
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed");
        return numbers.valueStream().mapToInt(JsonNode::asInt).sum();
    }

    private List<Delivered> received(URI queue) {
        List<Delivered> messages = new ArrayList<>();
        ask(queue, "ReceiveMessage", JSON.createObjectNode().put("MaxNumberOfMessages", 10))
                .path("Messages")
                .forEach(message -> messages.add(new Delivered(
                        message.path("MessageId").asText(),
                        message.path("ReceiptHandle").asText(),
                        message.path("Body").asText())));
        return messages;
    }

    private JsonNode attributes(URI queue, String... names) {
        ObjectNode request = JSON.createObjectNode();
        List.of(names).forEach(request.putArray("AttributeNames")::add);
        return ask(queue, "GetQueueAttributes", request).path("Attributes");
    }

    private URI create(String name, ObjectNode attributes) {
        ObjectNode request = JSON.createObjectNode().put("QueueName", name);
        request.set("Attributes", attributes);
        post("CreateQueue", request);
        return URI.create("http://127.0.0.1:" + Server.PORT + "/000000000000/" + name);
    }

    private JsonNode ask(URI queue, String action, ObjectNode request) {
        return post(action, request.put("QueueUrl", queue.toString()));
    }

    private JsonNode post(String action, ObjectNode request) {
        HttpRequest asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Server.PORT + "/"))
                .header("content-type", "application/x-amz-json-1.0")
                .header("x-amz-target", "AmazonSQS." + action)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build();
        try {
            HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(action + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
