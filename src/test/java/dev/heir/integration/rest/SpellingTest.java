package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class SpellingTest {

    @Property
    void every_target_is_a_uri_then_and_says_the_same(@ForAll @CharRange(from = '!', to = '\u00ff') String some) {
        String target = "/" + some;
        Assume.that(!Spelling.isBroken(target));
        String spelt = Spelling.asUri(target);
        assertThat(URI.create("http://a" + spelt).getRawFragment()).isNull();
        assertThat(Spelling.asUri(spelt)).isEqualTo(spelt);
        assertThat(decoded(spelt)).isEqualTo(decoded(target));
    }

    private static String decoded(String target) {
        return URLDecoder.decode(target, StandardCharsets.ISO_8859_1);
    }
}
