package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Pagination;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

/** Whatever a provider says of its pages: each once, never more than wanted, and always an end. */
class PageWalkTest {

    /** A provider's pages: what each names as the next one, how many items it has, and what it says. */
    record Chain(List<Integer> next, List<Integer> items, List<Boolean> last, List<String> contents) {}

    @Provide
    Arbitrary<Chain> chains() {
        return Arbitraries.integers().between(1, 12).flatMap(size -> {
            Arbitrary<List<Integer>> next =
                    Arbitraries.integers().between(-1, size - 1).list().ofSize(size);
            Arbitrary<List<Integer>> items =
                    Arbitraries.integers().between(0, 3).list().ofSize(size);
            Arbitrary<List<Boolean>> last = Arbitraries.frequencyOf(
                            Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)))
                    .list()
                    .ofSize(size);
            Arbitrary<List<String>> contents = Arbitraries.strings()
                    .withCharRange('a', 'z')
                    .ofLength(1)
                    .list()
                    .ofSize(size);
            return Combinators.combine(next, items, last, contents).as(Chain::new);
        });
    }

    private static PageWalk.Seen seen(Chain chain, int page) {
        int next = chain.next().get(page);
        return new PageWalk.Seen(
                chain.items().get(page),
                next < 0 ? Optional.empty() : Optional.of("/list?page=" + next),
                false,
                chain.last().get(page) ? PageWalk.More.NO : PageWalk.More.UNSAID,
                chain.contents().get(page));
    }

    @Property
    void any_chain_ends_with_every_page_asked_for_once_and_no_more_than_wanted(
            @ForAll("chains") Chain chain, @ForAll @IntRange(min = 1, max = 15) int most) {
        var walk = new PageWalk(Pagination.usual(Pagination.Style.NEXT_URL), "/list?page=0", most);
        List<String> asked = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        PageWalk.Step step = new PageWalk.Step.Next(walk.at());
        while (step instanceof PageWalk.Step.Next(String at)) {
            asked.add(at);
            int page = Integer.parseInt(at.substring(at.indexOf('=') + 1));
            step = walk.after(seen(chain, page));
            if (!(step instanceof PageWalk.Step.Repeated) && chain.items().get(page) > 0) {
                counted.add(chain.contents().get(page));
            }
        }
        assertThat(asked).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(most);
        assertThat(counted).doesNotHaveDuplicates();
        if (step instanceof PageWalk.Step.Stopped(String why, Optional<String> next)) {
            next.ifPresent(at -> assertThat(asked).as(why).doesNotContain(at));
        }
    }

    /** A list of {@code size} items, in pages of any length, by each of the styles. */
    @Property
    void a_list_is_gathered_whole_in_its_order_by_every_style(
            @ForAll Pagination.Style style,
            @ForAll @IntRange(max = 40) int size,
            @ForAll @IntRange(min = 1, max = 9) int length) {
        Pagination how = Pagination.usual(style);
        var walk = new PageWalk(how, "/list?limit=" + length, 100);
        List<Integer> gathered = new ArrayList<>();
        PageWalk.Step step = new PageWalk.Step.Next(walk.at());
        int asked = 0;
        while (step instanceof PageWalk.Step.Next(String at) && asked++ < 100) {
            int from =
                    switch (style) {
                        case LINK_HEADER, NEXT_URL -> number(at, "from", 0);
                        case CURSOR -> number(at, "cursor", 0);
                        case OFFSET -> number(at, "offset", 0);
                        case PAGE_NUMBER -> (number(at, "page", 1) - 1) * length;
                    };
            List<Integer> items = IntStream.range(Math.min(from, size), Math.min(from + length, size))
                    .boxed()
                    .toList();
            gathered.addAll(items);
            boolean more = from + length < size;
            Optional<String> next =
                    switch (style) {
                        case LINK_HEADER, NEXT_URL ->
                            Optional.of("/list?from=" + (from + length)).filter(_ -> more);
                        case CURSOR ->
                            Optional.of(Integer.toString(from + length)).filter(_ -> more);
                        case OFFSET, PAGE_NUMBER -> Optional.empty();
                    };
            step = walk.after(new PageWalk.Seen(items.size(), next, false, PageWalk.More.UNSAID, items.toString()));
        }
        assertThat(step).isInstanceOf(PageWalk.Step.Done.class);
        assertThat(gathered).isEqualTo(IntStream.range(0, size).boxed().toList());
    }

    private static int number(String at, String name, int otherwise) {
        return Query.value(at, name).map(Integer::parseInt).orElse(otherwise);
    }

    @Property
    void a_parameter_that_was_put_is_read_again_and_nothing_else_is_touched(
            @ForAll @AlphaChars @NotEmpty String name, @ForAll String value, @ForAll @IntRange(max = 3) int others) {
        StringBuilder start = new StringBuilder("/list");
        Map<String, String> before = new TreeMap<>();
        for (int i = 0; i < others; i++) {
            before.put("other" + i, "a+b " + i);
        }
        if (!before.isEmpty()) {
            start.append('?').append(UrlTemplate.query(before));
        }
        String once = Query.with(start.toString(), name, value);
        String twice = Query.with(once, name, value);
        assertThat(Query.value(twice, name).map(PageWalkTest::sane)).contains(sane(value));
        assertThat(twice).isEqualTo(once);
        before.forEach((key, kept) -> assertThat(Query.value(twice, key)).contains(kept));
        assertThat(new HashSet<>(List.of(twice.split("\\?", -1)))).hasSize(2);
    }

    /** What cannot be written in UTF-8 is written as a question mark. */
    private static String sane(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
