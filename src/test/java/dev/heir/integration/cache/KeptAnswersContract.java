package dev.heir.integration.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.cache.KeptAnswers.Place;
import dev.heir.integration.cache.Storing.Audience;
import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds wherever answers are kept: in PostgreSQL, and in the memory that stands for it in tests of calls. */
public abstract class KeptAnswersContract {

    /** Where one instance keeps answers. */
    protected abstract KeptAnswers here();

    /** Where another instance of the same fleet looks. */
    protected abstract KeptAnswers there();

    @Test
    void an_answer_is_found_as_it_was_kept_and_nowhere_else() {
        KeptAnswer answer = answer("hello", now());
        keep(here(), "k", answer);

        assertThat(there().find(place("k"))).containsExactly(answer);
        assertThat(there().watch(place("k")).answers()).containsExactly(answer);
        assertThat(there().find(place("other"))).isEmpty();
    }

    @Test
    void what_varies_is_kept_side_by_side() {
        keep(here(), "v", varying("de"));
        keep(here(), "v", varying("en"));
        keep(here(), "v", varying("de"));

        assertThat(there().find(place("v"))).hasSize(2);
    }

    @Test
    void what_is_for_everybody_is_found_by_those_who_ask_otherwise() {
        Place mine = new Place("p", "t-everybody", "mine", "everybody");
        Place yours = new Place("p", "t-everybody", "yours", "everybody");
        here().keep(mine, kept("for me", Audience.ALIKE), Optional.empty());
        assertThat(there().find(yours)).isEmpty();
        here().keep(mine, kept("for all", Audience.EVERYBODY), Optional.empty());
        assertThat(there().find(yours))
                .singleElement()
                .satisfies(found -> assertThat(found.body().text()).isEqualTo("for all"));
    }

    @Test
    void what_became_invalid_is_gone_and_what_lies_beside_it_is_not() {
        keep(here(), "invalid", answer("old", now()));
        keep(here(), "valid", answer("old", now()));
        there().forget("p", Set.of("t-invalid"));

        assertThat(there().find(place("invalid"))).isEmpty();
        assertThat(there().find(place("valid"))).hasSize(1);
    }

    @Test
    void who_looks_without_wanting_to_ask_has_no_claim() {
        assertThat(here().look(place("unasked"), Duration.ZERO).claim()).isEmpty();
        assertThat(here().look(place("unasked"), Duration.ofSeconds(20)).claim())
                .isPresent();
    }

    @Test
    void the_first_answer_of_a_provider_that_is_under_way_during_a_change_is_not_kept() {
        // Nothing of it is kept yet, and neither instance has asked what is.
        Place first = new Place("new", "t-new", "new", "new*");
        KeptAnswers.Found underWay = here().look(first, Duration.ofSeconds(20));
        Instant asked = now();
        there().forget("new", Set.of("t-new"));
        here().keep(first, kept("old", asked), underWay.claim());
        assertThat(there().find(first)).isEmpty();
        assertThat(here().remembered(first)).isEmpty();
    }

    @Test
    void what_was_asked_for_without_a_claim_before_a_change_is_not_kept_after() {
        Instant before = now();
        there().forget("p", Set.of("t-unclaimed"));
        here().keep(place("unclaimed"), kept("old", before), Optional.empty());
        assertThat(there().find(place("unclaimed"))).isEmpty();

        here().keep(place("unclaimed"), kept("new", now().plusSeconds(1)), Optional.empty());
        assertThat(there().find(place("unclaimed"))).hasSize(1);
    }

    /** Asked for just now. */
    protected static Storing.Kept kept(String body, Audience audience) {
        return new Storing.Kept(answer(body, now()), audience, now());
    }

    private static Storing.Kept kept(String body, Instant askedAt) {
        return new Storing.Kept(answer(body, now()), Audience.ALIKE, askedAt);
    }

    protected static Place place(String key) {
        return place(key, "t-" + key);
    }

    protected static Place place(String key, String target) {
        return new Place("p", target, key, key + "*");
    }

    protected static void keep(KeptAnswers at, String key, KeptAnswer answer) {
        at.keep(place(key), new Storing.Kept(answer, Audience.ALIKE, now()), Optional.empty());
    }

    protected static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    protected static KeptAnswer answer(String body, Instant heardAt) {
        return answer(body, heardAt, Map.of(), false);
    }

    protected static KeptAnswer varying(String language) {
        return answer(language, now(), Map.of("accept-language", language), false);
    }

    protected static KeptAnswer answer(
            String body, Instant heardAt, Map<String, String> selecting, boolean inNeedOnly) {
        return new KeptAnswer(
                200,
                Map.of("etag", List.of("\"1\"")),
                Body.of(body),
                heardAt,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                new Selection(selecting),
                inNeedOnly);
    }
}
