package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.HttpDate;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of requests: what the first is answered decides what becomes of the second. A case is a line:
 * {@code first request -> its answer | seconds later | second request | what becomes of it}. Headers are separated by
 * {@code ;}, a number first is a status, a word in capitals first is a method, and {@code {+60}} is the date a minute from
 * the first answer.
 */
class CachedAsRfc9111SaysTest {

    private static final String API = "https://api.example.com";

    private static final String CASES = """
            # Freshness by Cache-Control (RFC 9111, sections 4.2.1 and 5.2.2)
            -> | 1 | | MISS
            -> cache-control: max-age=3600 | 3599 | | HIT
            -> cache-control: max-age=3600 | 3600 | | MISS
            -> cache-control: max-age=0 | 0 | | MISS
            -> cache-control: max-age=2147483648 | 3600 | | HIT
            -> cache-control: max-age=99999999999999999999 | 3600 | | HIT
            -> cache-control: max-age=003600 | 3 | | HIT
            -> cache-control: MaX-aGe=3600 | 3 | | HIT
            -> cache-control: max-age="3600" | 3 | | HIT
            -> cache-control: max-age='3600' | 3 | | MISS
            -> cache-control: max-age=-3600 | 3 | | MISS
            -> cache-control: max-age=3600.5 | 3 | | MISS
            -> cache-control: max-age=a3600 | 3 | | MISS
            -> cache-control: max-age= 3600 | 3 | | MISS
            -> cache-control: max-age =3600 | 3 | | MISS
            -> cache-control: max-age | 3 | | MISS
            -> cache-control: max-age=1800, max-age=1 | 3 | | HIT
            -> cache-control: max-age=1, max-age=1800 | 3 | | MISS
            -> cache-control: max-age=1; cache-control: max-age=1800 | 3 | | MISS
            -> cache-control: foobar, max-age=3600 | 3 | | HIT
            -> cache-control: foo="a, b", max-age=3600 | 3 | | HIT
            -> cache-control: extension="max-age=3600", max-age=1 | 3 | | MISS
            -> cache-control: max-age=1, extension="max-age=3600" | 3 | | MISS
            -> cache-control: extension="a\\", max-age=3600" | 3 | | MISS
            -> cache-control: s-maxage=3600 | 3 | | HIT
            -> cache-control: max-age=3600, s-maxage=1 | 3 | | MISS
            -> cache-control: s-maxage=1, max-age=3600 | 3 | | MISS
            -> cache-control: max-age=3600; cache-control: s-maxage=1 | 3 | | MISS
            -> cache-control: max-age=1, s-maxage=3600 | 3 | | HIT
            -> cache-control: max-age=0, s-maxage=3600; expires: {-10} | 3 | | HIT
            -> cdn-cache-control: max-age=3600 | 3 | | MISS
            -> surrogate-control: max-age=3600 | 3 | | MISS
            # Freshness by Expires (section 5.3)
            -> expires: {+60}; date: {0} | 59 | | HIT
            -> expires: {+60}; date: {0} | 60 | | MISS
            -> expires: {+60} | 3 | | HIT
            -> expires: {-60}; date: {0} | 3 | | MISS
            -> expires: {0}; date: {0} | 0 | | MISS
            -> expires: {+300}; date: {+400} | 3 | | MISS
            -> expires: 0; date: {0} | 3 | | MISS
            -> expires: soon | 3 | | MISS
            -> expires: {+60}; date: foo | 3 | | HIT
            -> expires: Thursday, 18-Aug-50 02:01:18 GMT | 3 | | HIT
            -> expires: Thu Aug 18 02:01:18 2050 | 3 | | HIT
            -> expires: THU, 18 AUG 2050 02:01:18 GMT | 3 | | HIT
            -> expires: 2050-08-18T02:01:18Z | 3 | | MISS
            -> cache-control: max-age=3600; expires: {-60} | 3 | | HIT
            -> cache-control: max-age=3600; expires: 0 | 3 | | HIT
            -> cache-control: max-age=0; expires: {+60} | 3 | | MISS
            # Age (sections 4.2.3 and 5.1)
            -> cache-control: max-age=3600; age: 1800 | 3 | | HIT
            -> cache-control: max-age=3600; age: 7200 | 3 | | MISS
            -> cache-control: max-age=30; age: 25 | 6 | | MISS
            -> cache-control: max-age=3600; age: 99999999999999999999 | 3 | | MISS
            -> cache-control: max-age=3600; age: abc | 3 | | HIT
            -> cache-control: max-age=3600; age: -7200 | 3 | | HIT
            -> cache-control: max-age=3600; age: 7200.0 | 3 | | HIT
            -> cache-control: max-age=3600; age: 7200, 0 | 3 | | MISS
            -> cache-control: max-age=3600; age: 0, 7200 | 3 | | HIT
            -> cache-control: max-age=3600; age: 7200; age: 0 | 3 | | MISS
            -> cache-control: max-age=3600; date: {-7200} | 3 | | MISS
            -> cache-control: max-age=3600; date: {+7200} | 3 | | HIT
            -> expires: {+10}; date: {-10}; age: 25 | 0 | | MISS
            # Guesses (section 4.2.2)
            -> last-modified: {-1000}; date: {0} | 99 | | HIT
            -> last-modified: {-1000}; date: {0} | 101 | | CONFIRMED
            -> last-modified: {-1000000}; date: {0} | 3599 | | HIT
            -> last-modified: {-1000000}; date: {0} | 3601 | | CONFIRMED
            -> last-modified: {+1000}; date: {0} | 0 | | CONFIRMED
            -> 203; last-modified: {-1000} | 9 | | HIT
            -> 204; last-modified: {-1000} | 9 | | HIT
            -> 404; last-modified: {-1000} | 9 | | HIT
            -> 405; last-modified: {-1000} | 9 | | HIT
            -> 410; last-modified: {-1000} | 9 | | HIT
            -> 414; last-modified: {-1000} | 9 | | HIT
            -> 501; last-modified: {-1000} | 9 | | HIT
            -> 201; last-modified: {-1000} | 9 | | MISS
            -> 202; last-modified: {-1000} | 9 | | MISS
            -> 302; last-modified: {-1000} | 9 | | MISS
            -> 403; last-modified: {-1000} | 9 | | MISS
            -> 299; last-modified: {-1000}; cache-control: public | 9 | | HIT
            # Status codes (section 3)
            -> 299; cache-control: max-age=60 | 9 | | HIT
            -> 301; cache-control: max-age=60 | 9 | | HIT
            -> 302; cache-control: max-age=60 | 9 | | HIT
            -> 307; cache-control: max-age=60 | 9 | | HIT
            -> 400; cache-control: max-age=60 | 9 | | HIT
            -> 499; cache-control: max-age=60 | 9 | | HIT
            -> 499; cache-control: max-age=60, must-understand | 9 | | MISS
            -> 404; cache-control: max-age=60, must-understand, no-store | 9 | | HIT
            -> 206; cache-control: max-age=60; content-range: bytes 0-1/2 | 9 | | MISS
            # What must not be kept, or not without being confirmed (section 5.2.2)
            -> cache-control: no-store, max-age=60 | 3 | | MISS
            -> cache-control: No-StOrE; expires: {+60} | 3 | | MISS
            -> cache-control: private, max-age=60 | 3 | | MISS
            -> cache-control: no-cache, max-age=60 | 3 | | MISS
            -> cache-control: No-CaChE, max-age=60; etag: "a" | 3 | | CONFIRMED
            -> cache-control: no-cache; etag: "a" | 3 | | CONFIRMED
            -> cache-control: no-cache="a", max-age=60 | 3 | | HIT
            -> cache-control: private="a", max-age=60 | 3 | | HIT
            -> cache-control: max-age=60, must-revalidate | 3 | | HIT
            -> cache-control: max-age=2, must-revalidate; etag: "a" | 3 | | CONFIRMED
            -> cache-control: max-age=60; pragma: no-cache | 3 | | HIT
            -> cache-control: max-age=60; set-cookie: a=b | 3 | | HIT
            -> cache-control: max-age=60; content-disposition: attachment | 3 | | HIT
            # Confirmation (section 4.3)
            -> cache-control: max-age=2; etag: "a" | 3 | | CONFIRMED
            -> cache-control: max-age=2; etag: W/"a" | 3 | | CONFIRMED
            -> cache-control: max-age=2; last-modified: {-60} | 3 | | CONFIRMED
            -> cache-control: max-age=2 | 3 | | MISS
            # Conditions of the second request (section 4.3.2)
            -> cache-control: max-age=60; etag: "a" | 3 | if-none-match: "a" | 304
            -> cache-control: max-age=60; etag: W/"a" | 3 | if-none-match: "a" | 304
            -> cache-control: max-age=60; etag: "a" | 3 | if-none-match: W/"a" | 304
            -> cache-control: max-age=60; etag: "a" | 3 | if-none-match: "b", "a" | 304
            -> cache-control: max-age=60; etag: "a,b" | 3 | if-none-match: "x", "a,b" | 304
            -> cache-control: max-age=60; etag: "a" | 3 | if-none-match: * | 304
            -> cache-control: max-age=60; etag: "a" | 3 | if-none-match: "b" | HIT
            -> cache-control: max-age=60; etag: "a"; last-modified: {-60} | 3 | if-none-match: "b"; if-modified-since: {0} | HIT
            -> cache-control: max-age=60; last-modified: {-60} | 3 | if-modified-since: {-60} | 304
            -> cache-control: max-age=60; last-modified: {-60} | 3 | if-modified-since: {-30} | 304
            -> cache-control: max-age=60; last-modified: {-60} | 3 | if-modified-since: {-90} | HIT
            -> cache-control: max-age=60; date: {0} | 3 | if-modified-since: {-60} | HIT
            -> cache-control: max-age=60; etag: "a" | 3 | if-match: "a" | MISS
            -> cache-control: max-age=60 | 3 | if-unmodified-since: {0} | MISS
            # Parts
            -> cache-control: max-age=60 | 3 | range: bytes=0-1 | 206
            -> cache-control: max-age=60 | 3 | range: bytes=2- | 206
            -> cache-control: max-age=60 | 3 | range: bytes=-2 | 206
            -> cache-control: max-age=60 | 3 | range: bytes=100- | 416
            -> cache-control: max-age=60 | 3 | range: bytes=0-1, 3-4 | HIT
            -> cache-control: max-age=60 | 3 | range: lines=1-2 | HIT
            -> cache-control: max-age=60; etag: "a" | 3 | range: bytes=0-1; if-range: "a" | MISS
            range: bytes=0-1 -> 200; cache-control: max-age=60 | 3 | | MISS
            # Methods
            HEAD -> cache-control: max-age=60 | 3 | | MISS
            -> cache-control: max-age=60 | 3 | HEAD | HIT
            -> cache-control: max-age=2 | 3 | HEAD | MISS
            OPTIONS -> cache-control: max-age=60 | 3 | OPTIONS | MISS
            # What the second request wants (section 5.2.1)
            -> cache-control: max-age=60 | 3 | cache-control: no-cache | MISS
            -> cache-control: max-age=60; etag: "a" | 3 | cache-control: no-cache | CONFIRMED
            -> cache-control: max-age=60 | 3 | cache-control: no-store | MISS
            cache-control: no-store -> cache-control: max-age=60 | 3 | | MISS
            -> cache-control: max-age=60 | 3 | pragma: no-cache | HIT
            -> cache-control: max-age=60 | 3 | cache-control: max-age=0 | MISS
            -> cache-control: max-age=60 | 3 | cache-control: max-age=10 | HIT
            -> cache-control: max-age=3600; age: 1800 | 3 | cache-control: max-age=600 | MISS
            -> cache-control: max-age=60 | 3 | cache-control: min-fresh=50 | HIT
            -> cache-control: max-age=60 | 3 | cache-control: min-fresh=100 | MISS
            -> cache-control: max-age=1 | 30 | cache-control: max-stale=60 | HIT
            -> cache-control: max-age=1 | 30 | cache-control: max-stale | HIT
            -> cache-control: max-age=1 | 90 | cache-control: max-stale=60 | MISS
            -> cache-control: max-age=1, must-revalidate | 30 | cache-control: max-stale=60 | MISS
            -> cache-control: max-age=1, proxy-revalidate | 30 | cache-control: max-stale=60 | MISS
            -> cache-control: s-maxage=1 | 30 | cache-control: max-stale=60 | MISS
            -> cache-control: max-age=1500; age: 2000 | 3 | cache-control: max-stale=1000 | HIT
            -> cache-control: max-age=60 | 3 | cache-control: only-if-cached | HIT
            -> cache-control: max-age=1 | 3 | cache-control: only-if-cached | 504
            -> cache-control: no-store | 3 | cache-control: only-if-cached | 504
            # Vary (section 4.1)
            foo: 1 -> cache-control: max-age=60; vary: Foo | 3 | foo: 1 | HIT
            foo: 1 -> cache-control: max-age=60; vary: Foo | 3 | foo: 2 | MISS
            foo: 1 -> cache-control: max-age=60; vary: Foo | 3 | | MISS
            -> cache-control: max-age=60; vary: Foo | 3 | foo: 1 | MISS
            foo: 1; accept: a -> cache-control: max-age=60; vary: Foo | 3 | foo: 1; accept: b | HIT
            foo: 1; bar: 2 -> cache-control: max-age=60; vary: Foo, Bar | 3 | foo: 1; bar: 2 | HIT
            foo: 1; bar: 2 -> cache-control: max-age=60; vary: Foo; vary: bAr | 3 | foo: 1; bar: 3 | MISS
            foo: 1 -> cache-control: max-age=60; vary: Foo, Bar | 3 | foo: 1 | HIT
            foo: 1 -> cache-control: max-age=60; vary: * | 3 | foo: 1 | MISS
            foo: 1 -> cache-control: max-age=60; vary: Foo, * | 3 | foo: 1 | MISS
            foo: 1 -> cache-control: max-age=60; vary: , * | 3 | foo: 1 | MISS
            foo: 1 -> cache-control: max-age=60; vary: Foo; vary: * | 3 | foo: 1 | MISS
            accept: a,b -> cache-control: max-age=60; vary: Accept | 3 | accept: a,  b | HIT
            foo: "1, 2" -> cache-control: max-age=60; vary: Foo | 3 | foo: "1,2" | MISS
            accept-language: en, de -> cache-control: max-age=60; vary: Accept-Language | 3 | accept-language: de, EN | HIT
            accept-language: en, de -> cache-control: max-age=60; vary: Accept-Language | 3 | accept-language: fr | MISS
            accept-language: en, de -> cache-control: max-age=60; vary: Accept-Language; content-language: de | 3 | accept-language: fr;q=0.5, de | HIT
            # Credentials (section 3.5), and what looks like one
            authorization: Bearer a -> cache-control: max-age=60 | 3 | authorization: Bearer a | HIT
            authorization: Bearer a -> cache-control: max-age=60 | 3 | authorization: Bearer b | MISS
            authorization: Bearer a -> cache-control: max-age=60 | 3 | | MISS
            -> cache-control: max-age=60 | 3 | authorization: Bearer a | MISS
            authorization: Bearer a -> cache-control: max-age=60, public | 3 | | HIT
            authorization: Bearer a -> cache-control: s-maxage=60 | 3 | authorization: Bearer b | HIT
            authorization: Bearer a -> cache-control: max-age=60, must-revalidate | 3 | authorization: Bearer b | MISS
            authorization: Bearer a -> cache-control: max-age=60, private, s-maxage=60 | 3 | authorization: Bearer b | MISS
            x-user-id: 4 -> cache-control: max-age=60 | 3 | x-user-id: 5 | MISS
            x-shop: 8fd2ab31c -> cache-control: max-age=60 | 3 | x-shop: 77d2ab31c | MISS
            cookie: session=a8d77e1b -> cache-control: max-age=60 | 3 | cookie: session=77ab1e2f | MISS
            -> cache-control: max-age=60 | 3 | cookie: a=b | MISS
            cookie: uid=12 -> cache-control: max-age=60 | 3 | cookie: uid=13 | MISS
            cookie: uid=12 -> cache-control: max-age=60 | 3 | cookie: uid=12 | HIT
            x-email: a@example.com -> cache-control: max-age=60 | 3 | x-email: b@example.com | MISS
            x-act-as: alice -> cache-control: max-age=60 | 3 | x-act-as: bob | MISS
            traceparent: 00-1-1-01 -> cache-control: max-age=60 | 3 | traceparent: 00-2-2-01 | HIT
            # Given stale, and renewed meanwhile (RFC 5861, section 3)
            -> cache-control: max-age=1, stale-while-revalidate=60 | 30 | | MEANWHILE
            -> cache-control: max-age=0, stale-while-revalidate=60 | 30 | | MEANWHILE
            -> cache-control: max-age=1, stale-while-revalidate=60 | 90 | | MISS
            -> cache-control: max-age=1, stale-while-revalidate=60, must-revalidate | 30 | | MISS
            -> cache-control: max-age=1, stale-while-revalidate=60 | 30 | cache-control: no-cache | MISS
            # Given stale since the provider fails (RFC 5861, section 4, and RFC 9111, section 4.2.4)
            -> cache-control: max-age=1 | 30 | | IN NEED
            -> cache-control: max-age=1, stale-if-error=60 | 30 | | IN NEED
            -> cache-control: max-age=1, stale-if-error=60 | 90 | | NONE
            -> cache-control: max-age=1, must-revalidate, stale-if-error=60 | 30 | | NONE
            -> cache-control: max-age=1, proxy-revalidate | 30 | | NONE
            -> cache-control: no-cache | 30 | | NONE
            -> cache-control: s-maxage=1 | 30 | | NONE
            -> cache-control: no-store | 30 | | NONE
            -> | 30 | | IN NEED
            -> | 90000 | | NONE
            -> cache-control: max-age=1 | 30 | cache-control: max-age=5 | NONE
            """;

    static Stream<String> cases() {
        return CASES.lines().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_second_request_is_handled_as_the_first_answer_says(String line) {
        String[] parts = line.split("\\|");
        String[] first = parts[0].split("->", 2);
        String expected = parts[3].strip();
        World world = new World();
        world.attemptTakes = Duration.ZERO;
        world.provider("p", Map.of("baseUrl", API));
        boolean fails = expected.equals("IN NEED") || expected.equals("NONE");
        world.script(API, reply(first[1]), fails ? new Reply.NotSent("refused", false) : World.answer(200, "second"));
        world.calls.pass(World.SHOP, request(first[0]));
        world.clock.forward(Duration.ofSeconds(Long.parseLong(parts[1].strip())));
        int before = world.sent.size();
        Outcome outcome = world.calls.pass(World.SHOP, request(parts[2]));

        List<Transport.Outgoing> sent = world.sent.subList(before, world.sent.size());
        switch (expected) {
            case "HIT" -> {
                assertThat(sent).isEmpty();
                assertThat(answer(outcome).source()).isIn(Source.CACHED, Source.STALE);
                assertThat(answer(outcome).headers()).containsKeys("age", "cache-status");
                assertThat(answer(outcome)
                                .headers()
                                .getOrDefault("cache-status", List.of(""))
                                .getLast())
                        .startsWith("integration-orchestrator; hit");
            }
            case "304", "206", "416", "504" -> {
                assertThat(sent).isEmpty();
                assertThat(answer(outcome).status()).isEqualTo(Integer.parseInt(expected));
            }
            case "CONFIRMED" ->
                assertThat(sent).singleElement().satisfies(one -> assertThat(one.headers())
                        .containsAnyOf(
                                Map.entry("if-none-match", "\"a\""),
                                Map.entry("if-none-match", "W/\"a\""),
                                Map.entry("if-modified-since", date(-60)),
                                Map.entry("if-modified-since", date(-1000)),
                                Map.entry("if-modified-since", date(1000)),
                                Map.entry("if-modified-since", date(-1000000))));
            case "MISS" -> {
                assertThat(sent).hasSize(1);
                assertThat(answer(outcome).source()).isEqualTo(Source.LIVE);
                assertThat(sent.getFirst().headers())
                        .isEqualTo(request(parts[2]).headers());
            }
            case "MEANWHILE" -> {
                assertThat(sent).isEmpty();
                assertThat(answer(outcome).source()).isEqualTo(Source.STALE);
                world.aside.remove().run();
                assertThat(world.sent).hasSize(before + 1);
            }
            case "IN NEED" -> assertThat(answer(outcome).source()).isEqualTo(Source.STALE);
            case "NONE" -> assertThat(outcome).isInstanceOf(Outcome.Unanswered.class);
            default -> throw new AssertionError("nobody knows what is expected by " + expected);
        }
    }

    private static Answer answer(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).answer();
    }

    private static PassedRequest request(String text) {
        String method = "GET";
        Map<String, String> headers = new LinkedHashMap<>();
        for (String part : parts(text)) {
            if (part.contains(":")) {
                String[] header = part.split(":", 2);
                headers.put(header[0].strip(), header[1].strip());
            } else {
                method = part;
            }
        }
        return new PassedRequest(
                "p",
                method,
                "/things",
                headers,
                Body.EMPTY,
                Optional.of(dev.heir.integration.provider.Tier.IMPORTANT),
                Optional.empty(),
                true);
    }

    private static Reply reply(String text) {
        int status = 200;
        Map<String, List<String>> headers = new HashMap<>();
        for (String part : parts(text)) {
            if (part.matches("\\d+")) {
                status = Integer.parseInt(part);
            } else {
                String[] header = part.split(":", 2);
                headers.computeIfAbsent(header[0].strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(header[1].strip());
            }
        }
        return new Reply.Responded(status, headers, Body.of("first"), World.NOON);
    }

    private static List<String> parts(String text) {
        return Stream.of(text.split(";(?!q=)"))
                .map(part -> Pattern.compile("\\{([+-]?\\d+)}")
                        .matcher(part.strip())
                        .replaceAll(found -> date(Integer.parseInt(found.group(1)))))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String date(int seconds) {
        return HttpDate.write(World.NOON.plusSeconds(seconds));
    }
}
