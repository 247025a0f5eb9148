import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes notices of monitors and believes those that are signed (standardwebhooks.com), on any Java from 17.
 * {@code WEBHOOK_SECRET=whsec_... java infra/samples/VerifyWebhook.java [port]}
 */
class VerifyWebhook {

    /** A notice that was sent earlier than this, or is of a time to come, may be one that somebody recorded. */
    private static final long MOST_SECONDS = 300;

    public static void main(String[] args) throws IOException {
        String secret = System.getenv("WEBHOOK_SECRET");
        int port = args.length == 0 ? 9002 : Integer.parseInt(args[0]);
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        door.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            boolean good = verify(
                    secret,
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    body,
                    Instant.now().getEpochSecond());
            // The id is the same however often a notice comes: whoever acts on one keeps it.
            System.out.println((good ? "genuine " : "REFUSED ") + headers.getFirst("webhook-id") + " "
                    + (good ? new String(body, StandardCharsets.UTF_8) : ""));
            exchange.sendResponseHeaders(good ? 204 : 401, -1);
            exchange.close();
        });
        door.start();
        System.out.println("http://127.0.0.1:" + port);
    }

    /** Over the bytes as they came: what was parsed and written again is another body. */
    static boolean verify(String secret, String id, String timestamp, String signatures, byte[] body, long now) {
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        if (Math.abs(now - Long.parseLong(timestamp)) > MOST_SECONDS) {
            return false;
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = mac.doFinal(body);
            boolean good = false;
            for (String one : signatures.split(" ")) {
                if (one.startsWith("v1,")) {
                    // In constant time, and each of them: while a secret is exchanged there are two.
                    good |= MessageDigest.isEqual(expected, Base64.getDecoder().decode(one.substring(3)));
                }
            }
            return good;
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
