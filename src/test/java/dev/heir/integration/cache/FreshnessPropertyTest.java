package dev.heir.integration.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever providers and callers write, these hold. */
class FreshnessPropertyTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Property(tries = 300)
    void an_answer_is_fresh_exactly_until_its_stated_time_is_over(
            @ForAll @IntRange(max = 1_000_000) int maxAge,
            @ForAll @IntRange(max = 1_000_000) int age,
            @ForAll @IntRange(max = 1_000_000) int later) {
        Optional<Storing.Kept> kept =
                kept(200, Map.of("cache-control", List.of("max-age=" + maxAge), "age", List.of(Integer.toString(age))));
        KeptAnswer answer = kept.orElseThrow().answer();
        assertThat(answer.isFresh(NOON.plusSeconds(later))).isEqualTo(age + (long) later < maxAge);
        assertThat(answer.age(NOON.plusSeconds(later))).isEqualTo(Duration.ofSeconds(age + (long) later));
    }

    @Property(tries = 300)
    void ages_never_shrink_and_freshness_never_comes_back(
            @ForAll("headers") Map<String, List<String>> headers,
            @ForAll @LongRange(max = 10_000_000) long one,
            @ForAll @LongRange(max = 10_000_000) long more) {
        kept(200, headers).ifPresent(kept -> {
            Instant early = NOON.plusSeconds(one);
            Instant late = early.plusSeconds(more);
            assertThat(kept.answer().age(late))
                    .isGreaterThanOrEqualTo(kept.answer().age(early));
            assertThat(!kept.answer().isFresh(early) && kept.answer().isFresh(late))
                    .isFalse();
            assertThat(kept.answer().fresh()).isBetween(Duration.ZERO, Duration.ofSeconds(1L << 31));
            assertThat(kept.answer().initialAge().isNegative()).isFalse();
        });
    }

    @Property(tries = 300)
    void nothing_is_ever_given_unasked_that_its_provider_forbids(
            @ForAll("headers") Map<String, List<String>> headers,
            @ForAll("requests") Asked asked,
            @ForAll @LongRange(max = 100_000) long later) {
        List<KeptAnswer> kept =
                kept(200, headers).map(one -> List.of(one.answer())).orElse(List.of());
        String said = headers.getOrDefault("cache-control", List.of("")).getFirst();
        if (Reuse.of(asked, kept, NOON.plusSeconds(later)) instanceof Reuse.Give(KeptAnswer given)) {
            assertThat(said)
                    .doesNotContain("no-store")
                    .doesNotContain("no-cache")
                    .doesNotContain("private");
            assertThat(given.isFresh(NOON.plusSeconds(later))
                            || (asked.says().says("max-stale") && !said.contains("must-revalidate")))
                    .isTrue();
            assertThat(asked.says().says("no-cache")).isFalse();
        }
    }

    @Property(tries = 300)
    void what_is_confirmed_keeps_its_body_and_its_tag_and_is_never_older_than_before(
            @ForAll("headers") Map<String, List<String>> first, @ForAll("headers") Map<String, List<String>> then) {
        Map<String, List<String>> tagged = new HashMap<>(first);
        tagged.put("etag", List.of("\"one\""));
        kept(200, tagged).ifPresent(kept -> {
            Map<String, List<String>> said = new HashMap<>(then);
            said.put("etag", List.of("\"two\""));
            said.remove("age");
            said.remove("date");
            Instant later = NOON.plusSeconds(60);
            Confirmation.Confirmed confirmed =
                    Confirmation.by(kept.answer(), new Asked("GET", Map.of()), said, Optional.empty(), later, later);
            KeptAnswer renewed = confirmed.answer();
            // What the 304 does not say holds as it was said before; and what was kept may be kept, unless it says so.
            boolean keepable =
                    said.getOrDefault("cache-control", List.of()).stream().noneMatch(line -> line.contains("no-store"));
            assertThat(renewed.body()).isEqualTo(kept.answer().body());
            assertThat(renewed.headers()).containsEntry("etag", List.of("\"one\""));
            assertThat(renewed.age(later)).isLessThanOrEqualTo(kept.answer().age(later));
            assertThat(confirmed.keeping().map(Storing.Kept::answer))
                    .isEqualTo(keepable ? Optional.of(renewed) : Optional.empty());
            assertThat(confirmed.withdrawn()).isEqualTo(!keepable);
        });
    }

    @Property(tries = 300)
    void any_text_can_be_read_as_a_field(@ForAll String text) {
        CacheControl read = CacheControl.of(List.of(text));
        read.time("max-age");
        read.fields("no-cache");
        Selection.by(Map.of("vary", List.of(text)), new Asked("GET", Map.of("accept-language", text)))
                .ifPresent(selection -> assertThat(
                                selection.matches(new Asked("GET", Map.of("accept-language", text)), Map.of()))
                        .isTrue());
        kept(200, Map.of("expires", List.of(text), "age", List.of(text), "date", List.of(text)));
        KeptAnswer answer = kept(200, Map.of("cache-control", List.of("max-age=9"), "etag", List.of(text)))
                .orElseThrow()
                .answer();
        assertThat(Condition.of(new Asked("GET", Map.of("range", text, "if-none-match", text)), answer)
                        .status())
                .isIn(200, 206, 304, 416);
    }

    @Property(tries = 300)
    void a_part_is_what_was_asked_for(@ForAll @IntRange(max = 20) int first, @ForAll @IntRange(max = 20) int last) {
        KeptAnswer answer = kept(200, Map.of("cache-control", List.of("max-age=9")))
                .orElseThrow()
                .answer();
        Condition.Given part = Condition.of(new Asked("GET", Map.of("range", "bytes=" + first + "-" + last)), answer);
        String whole = answer.body().text();
        switch (part.status()) {
            case 206 ->
                assertThat(part.body().text()).isEqualTo(whole.substring(first, Math.min(last + 1, whole.length())));
            case 416 -> assertThat(first).isGreaterThanOrEqualTo(whole.length());
            default -> assertThat(last).isLessThan(first);
        }
    }

    private static Optional<Storing.Kept> kept(int status, Map<String, List<String>> headers) {
        return Storing.of(
                new Asked("GET", Map.of()), status, headers, Body.of("0123456789"), Optional.empty(), NOON, NOON);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> headers() {
        Arbitrary<String> control = Arbitraries.of(
                        "max-age=0",
                        "max-age=60",
                        "max-age=99999999999",
                        "s-maxage=30",
                        "no-cache",
                        "no-store",
                        "private",
                        "public",
                        "must-revalidate",
                        "stale-while-revalidate=60",
                        "nonsense")
                .list()
                .ofMaxSize(3)
                .map(list -> String.join(", ", list));
        Arbitrary<String> date = Arbitraries.integers()
                .between(-100_000, 100_000)
                .map(seconds -> HttpDate.write(NOON.plusSeconds(seconds)))
                .injectDuplicates(0.1)
                .edgeCases(config -> config.add("0", "soon"));
        Arbitrary<String> age = Arbitraries.of("0", "30", "7200", "-1", "x", "99999999999999999999");
        return Combinators.combine(
                        control.optional(), date.optional(), date.optional(), date.optional(), age.optional())
                .as((says, made, expires, changed, aged) -> {
                    Map<String, List<String>> headers = new HashMap<>();
                    says.ifPresent(value -> headers.put("cache-control", List.of(value)));
                    made.ifPresent(value -> headers.put("date", List.of(value)));
                    expires.ifPresent(value -> headers.put("expires", List.of(value)));
                    changed.ifPresent(value -> headers.put("last-modified", List.of(value)));
                    aged.ifPresent(value -> headers.put("age", List.of(value)));
                    return headers;
                });
    }

    @Provide
    Arbitrary<Asked> requests() {
        return Arbitraries.of("", "no-cache", "max-stale", "max-stale=60", "max-age=5", "min-fresh=9")
                .map(says -> new Asked("GET", says.isEmpty() ? Map.of() : Map.of("cache-control", says)));
    }
}
