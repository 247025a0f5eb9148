package dev.heir.integration.rest;

import dev.heir.integration.call.PassedRequest;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Tier;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller wants passed on. */
final class PassedRequests {

    static final String DOOR = "/v1/proxy/";

    private static final Set<String> OURS = Set.of("tier", "deadline", "wait");

    private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z]++://[^/?#]*+");

    /** A body that is not larger is held, and can be sent again; a larger one flows, and is sent once. */
    private static final int HELD = 256 * 1024;

    private PassedRequests() {}

    /**
     * @param provider whose name stands in the path
     * @throws InvalidInput with all flaws of our own headers, or of a target that names its provider in another way
     */
    static PassedRequest read(
            HttpServerRequest request, String provider, PassedHeaders.Asked asked, @Nullable InputStream body) {
        List<Flaw> flaws = new ArrayList<>();
        asked.ours().keySet().stream()
                .filter(name -> !OURS.contains(name))
                .forEach(name -> flaws.add(new Flaw(
                        "Integration-" + name,
                        "[not shown]",
                        "is not a header of ours; there are Integration-Key, -Tier, -Deadline and -Wait")));
        Optional<Tier> tier = Optional.ofNullable(asked.ours().get("tier"))
                .map(word -> Word.of(
                        Tier.class,
                        "Integration-Tier",
                        word.toUpperCase(Locale.ROOT).replace('-', '_')));
        Optional<Duration> deadline = deadline(asked.ours(), flaws);
        boolean mayWait = mayWait(asked.ours(), flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new PassedRequest(
                provider,
                request.method().name(),
                ShownKeys.inTarget(Spelling.asUri(below(request.uri(), provider)))
                        .passed()
                        .orElse("/"),
                asked.passed(),
                body(request, body),
                tier,
                deadline,
                mayWait);
    }

    /**
     * What is asked of the provider, as it was sent. The route was found by the path in its normal form, so one that is
     * written otherwise ({@code /v1/%70roxy/a/..}) could ask one provider and be let in for another.
     *
     * @param target of the request, which may be a whole URL (RFC 9112, section 3.2.2)
     */
    static String below(String target, String provider) {
        String path =
                target.startsWith("/") ? target : AUTHORITY.matcher(target).replaceFirst("");
        String door = DOOR + provider + "/";
        if (path.equals(DOOR + provider) || path.startsWith(DOOR + provider + "?")) { // as isOfProviderAlone has it
            return "/" + path.substring(door.length() - 1);
        }
        if (!path.startsWith(door)) {
            throw new InvalidInput(
                    "path", "[not shown]", "must be written as " + door + "... where it names the provider");
        }
        return path.substring(door.length() - 1);
    }

    /** Its base URL, as some client libraries ask for it: without a slash. */
    static boolean isOfProviderAlone(String path) {
        return path.startsWith(DOOR) && path.length() > DOOR.length() && path.indexOf('/', DOOR.length()) < 0;
    }

    private static Optional<Duration> deadline(Map<String, String> ours, List<Flaw> flaws) {
        String text = ours.get("deadline");
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> read = Durations.parse(text);
        if (read.isEmpty()) {
            flaws.add(new Flaw("Integration-Deadline", text, "must be a duration such as 10s or 1500ms"));
        }
        return read;
    }

    private static boolean mayWait(Map<String, String> ours, List<Flaw> flaws) {
        String text = ours.getOrDefault("wait", "true");
        if (!text.equals("true") && !text.equals("false")) {
            flaws.add(new Flaw("Integration-Wait", text, "must be true or false"));
        }
        return text.equals("true");
    }

    private static Flow flow(InputStream bytes, HttpServerRequest request, OptionalLong length) {
        return new Flow(bytes, length, () -> request.response().reset());
    }

    private static Body body(HttpServerRequest request, @Nullable InputStream given) {
        if (given == null) {
            return Body.EMPTY;
        }
        String announced = request.getHeader("content-length");
        OptionalLong length = announced != null && announced.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(announced))
                : OptionalLong.empty();
        if (length.isPresent() && length.getAsLong() > HELD) {
            return Body.of(flow(given, request, length));
        }
        try {
            byte[] head = given.readNBytes(HELD);
            return head.length < HELD || length.equals(OptionalLong.of(HELD))
                    ? Body.of(head)
                    : Body.of(flow(new SequenceInputStream(new ByteArrayInputStream(head), given), request, length));
        } catch (IOException gone) {
            throw new UncheckedIOException("the request's body broke off", gone);
        }
    }
}
