package dev.heir.integration.outbound.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.outbound.signing.AwsSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server on loopback that does what AWS KMS does: it wraps with keys of its own, of which one lies behind each ARN, binds
 * what it wraps to the encryption context, and refuses whoever signs wrongly or names another installation.
 */
final class FakeKms implements AutoCloseable {

    static final Identity ROLE = new Identity("akid", "skid", Optional.of("session"), "eu-central-1");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ObjectMapper json = new ObjectMapper();
    private final SecureRandom random = new SecureRandom();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> failures = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    FakeKms() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The actions that were asked for, refused or not. */
    List<String> asked() {
        return asked;
    }

    /** The next requests are answered with these, and nothing done. */
    void fail(Integer... statuses) {
        failures.addAll(List.of(statuses));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Headers headers = exchange.getRequestHeaders();
        String action = String.valueOf(headers.getFirst("x-amz-target")).replace("TrentService.", "");
        asked.add(action);
        if (!failures.isEmpty()) {
            say(exchange, failures.removeFirst(), error("InternalFailure"));
        } else if (!signed(headers, body).equals(headers.getFirst("authorization"))) {
            say(exchange, 400, error("IncompleteSignatureException"));
        } else {
            JsonNode request = json.readTree(body);
            if (!request.path("EncryptionContext").path("integration").asText().equals("io-test")) {
                say(exchange, 400, error("AccessDeniedException"));
            } else {
                act(exchange, action, request);
            }
        }
    }

    private void act(HttpExchange exchange, String action, JsonNode request) throws IOException {
        ObjectNode answer =
                json.createObjectNode().put("KeyId", request.path("KeyId").asText());
        byte[] wrapped = bytes(request, "CiphertextBlob");
        try {
            switch (action) {
                case "GenerateDataKey" -> {
                    byte[] key = new byte[32];
                    random.nextBytes(key);
                    answer.put("Plaintext", key).put("CiphertextBlob", wrap(request, key));
                }
                case "Encrypt" -> answer.put("CiphertextBlob", wrap(request, bytes(request, "Plaintext")));
                case "Decrypt" ->
                    answer.put(
                            "Plaintext",
                            cipher(Cipher.DECRYPT_MODE, request, ByteBuffer.wrap(wrapped, 0, 12))
                                    .doFinal(wrapped, 12, wrapped.length - 12));
                default -> throw new IOException("no such action: " + action);
            }
            say(exchange, 200, answer);
        } catch (GeneralSecurityException changed) {
            say(exchange, 400, error("com.amazonaws.kms#InvalidCiphertextException"));
        }
    }

    private byte[] wrap(JsonNode request, byte[] key) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        byte[] sealed =
                cipher(Cipher.ENCRYPT_MODE, request, ByteBuffer.wrap(nonce)).doFinal(key);
        return ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array();
    }

    private static Cipher cipher(int mode, JsonNode request, ByteBuffer nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] own = new byte[12];
        nonce.get(own);
        cipher.init(mode, behind(request.path("KeyId").asText()), new GCMParameterSpec(128, own));
        cipher.updateAAD(request.path("EncryptionContext").toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey behind(String arn) {
        byte[] key = new byte[32];
        ByteBuffer.wrap(key).putInt(arn.hashCode());
        return new SecretKeySpec(key, "AES");
    }

    /** What the signature must be, made from what came over the wire. */
    private static String signed(Headers headers, byte[] body) {
        String authorization = String.valueOf(headers.getFirst("authorization"));
        SortedMap<String, String> covered = new TreeMap<>();
        for (String name :
                authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1").split(";", -1)) {
            covered.put(name, String.valueOf(headers.getFirst(name)));
        }
        Instant at = TIME.parse(String.valueOf(headers.getFirst("x-amz-date")), Instant::from);
        boolean covers =
                covered.keySet().containsAll(List.of("host", "x-amz-date", "x-amz-target", "x-amz-security-token"));
        return covers
                ? new AwsSignature(ROLE.accessKey(), ROLE.secretKey(), ROLE.region(), "kms", at)
                        .authorization("POST", "/", "", covered, AwsSignature.payload(body))
                : "";
    }

    private ObjectNode error(String type) {
        return json.createObjectNode().put("__type", type);
    }

    private static byte[] bytes(JsonNode request, String field) {
        return Base64.getDecoder().decode(request.path(field).asText());
    }

    private static void say(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
