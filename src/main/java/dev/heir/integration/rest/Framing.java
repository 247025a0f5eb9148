package dev.heir.integration.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests that two readers could read as two different things, before anything else reads them: where a request
 * ends, whom it is for, and what it asks. Whoever stands before us may be the other reader.
 */
@Singleton
final class Framing {

    private static final int MOST_HEADERS = 100;

    /** Of two the first counts here and the last elsewhere. */
    private static final List<String> SINGLE =
            List.of("authorization", "integration-key", "idempotency-key", "content-type", "content-length");

    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~%!$&'()*+,;=-]{1,255})(:[0-9]{0,5})?");

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*+).*+");

    /** In any spelling. */
    private static final Pattern DOTS = Pattern.compile("(?i)(^|.*/)(\\.|%2e){1,2}(/.*|$)");

    /** What is a separator to one reader and a character to another: slash, backslash, control, parameters. */
    private static final Pattern TWOFOLD = Pattern.compile("(?i)%2f|%5c|%[01][0-9a-f]|%7f|;|%3b|\\\\|//");

    void open(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(Framing::check);
        // The router reads the path to find a route, and gives up on these before it asks anybody.
        router.errorHandler(
                400, visit -> refuse(visit, inPath(visit.request().uri()).orElse("the path cannot be read")));
    }

    private static void check(RoutingContext visit) {
        HttpServerRequest request = visit.request();
        boolean oldest = request.version() == HttpVersion.HTTP_1_0;
        Optional<String> flaw = request.version() == HttpVersion.HTTP_2
                ? inPath(request.uri())
                : flaw(oldest, request.uri(), request.headers());
        if (flaw.isPresent()) {
            refuse(visit, flaw.get());
            return;
        }
        if (request.version() != HttpVersion.HTTP_2 && request.headers().contains("transfer-encoding")) {
            // There may have been a length as well, which the decoder takes away: then the connection has to end with
            // the answer (RFC 9112, section 6.1), and nothing tells one case from the other.
            visit.addHeadersEndHandler(_ -> visit.response().putHeader("Connection", "close"));
            visit.addEndHandler(_ -> request.connection().close());
        }
        visit.next();
    }

    /** @param target as it stands in the request line */
    static Optional<String> flaw(boolean oldest, String target, MultiMap headers) {
        int lines = 0;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().isEmpty()) {
                return Optional.of("a header has a name");
            }
            lines++;
        }
        if (lines > MOST_HEADERS) {
            return Optional.of("a request has at most " + MOST_HEADERS + " header lines");
        }
        return inBody(oldest, headers)
                .or(() -> twice(headers))
                .or(() -> inHost(oldest, target, headers.getAll("host")))
                .or(() -> inPath(target));
    }

    private static Optional<String> inBody(boolean oldest, MultiMap headers) {
        List<String> codings = headers.getAll("transfer-encoding");
        if (codings.isEmpty()) {
            return Optional.empty();
        }
        if (oldest) {
            return Optional.of("HTTP/1.0 has no Transfer-Encoding (RFC 9112, section 6.1)");
        }
        return codings.size() > 1 || !codings.getFirst().strip().equalsIgnoreCase("chunked")
                ? Optional.of("the only Transfer-Encoding that is read here is chunked, once")
                : Optional.empty();
    }

    private static Optional<String> twice(MultiMap headers) {
        return SINGLE.stream()
                .filter(headers::contains)
                .filter(name -> headers.getAll(name).size() > 1)
                .findFirst()
                .map(name -> "the header " + name + " is there twice");
    }

    private static Optional<String> inHost(boolean oldest, String target, List<String> hosts) {
        if (hosts.size() > 1 || (hosts.isEmpty() && !oldest)) {
            return Optional.of("a request has one Host (RFC 9112, section 3.2)");
        }
        if (!hosts.isEmpty()
                && !hosts.getFirst().isEmpty()
                && !AUTHORITY.matcher(hosts.getFirst()).matches()) {
            return Optional.of("Host must be a host, with or without a port");
        }
        if (target.startsWith("/") || target.equals("*")) {
            return Optional.empty();
        }
        var absolute = ABSOLUTE.matcher(target);
        return absolute.matches() && !hosts.isEmpty() && absolute.group(1).equalsIgnoreCase(hosts.getFirst())
                ? Optional.empty()
                : Optional.of("a target is a path, or a URL of the same authority as Host");
    }

    /** What is passed on may be spelt as the provider wants it; where it goes may not. */
    private static Optional<String> inPath(String target) {
        String raw = target.startsWith("/") ? target : target.replaceFirst("(?i)^https?://[^/?#]*+", "");
        int end = raw.indexOf('?');
        String path = end < 0 ? raw : raw.substring(0, end);
        if (DOTS.matcher(path).matches()) {
            return Optional.of("a path has no '.' or '..' segments");
        }
        if (Spelling.isBroken(raw)) {
            return Optional.of("two hexadecimal digits follow each % (RFC 3986, section 2.1)");
        }
        if (path.startsWith(PassedRequests.DOOR)) {
            return Optional.empty();
        }
        if (TWOFOLD.matcher(path).find()) {
            return Optional.of("a path has no encoded or doubled slash, backslash, semicolon or control character");
        }
        return raw.equals(Spelling.asUri(raw))
                ? Optional.empty()
                : Optional.of("what a URI may not hold is percent-encoded (RFC 3986, section 2)");
    }

    /** The connection ends: nobody knows where the next request on it begins. Those of HTTP/2 have their own frames. */
    private static void refuse(RoutingContext visit, String flaw) {
        Problem problem = new Problem(400, "malformed-request", "This request can be read in two ways", flaw);
        if (visit.request().version() != HttpVersion.HTTP_2) {
            visit.response().putHeader("Connection", "close");
            visit.addEndHandler(_ -> visit.request().connection().close());
        }
        visit.response()
                .setStatusCode(400)
                .putHeader("Content-Type", ProblemMapper.TYPE)
                .end(new JsonObject(problem.members()).toBuffer());
    }
}
