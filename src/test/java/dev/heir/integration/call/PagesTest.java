package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists in pages, as providers give them, and as they should not. */
class PagesTest {

    private static final String API = "https://api.example.com/v1";

    private final World world = new World().provider("orders", document());

    private static Map<String, ?> document() {
        return Map.of(
                "baseUrl",
                API,
                "alternatives",
                List.of("https://backup.example.com/v1"),
                "price",
                Map.of("perCall", "0.01 USD"),
                "operations",
                Map.of(
                        "linked",
                        Map.of("get", "/orders", "pagination", "link-header"),
                        "cursor",
                        Map.of(
                                "get",
                                "/orders?limit=2",
                                "pagination",
                                Map.of("style", "cursor", "param", "after", "next", "/meta/next", "items", "/data")),
                        "last",
                        Map.of(
                                "get",
                                "/orders",
                                "pagination",
                                Map.of("style", "cursor", "lastItem", "/id", "more", "/more", "items", "/data")),
                        "numbered",
                        Map.of("get", "/orders", "pagination", "page-number"),
                        "named",
                        Map.of("get", "/orders", "pagination", Map.of("style", "next-url", "items", "/data")),
                        "create",
                        Map.of("post", "/orders", "pagination", "cursor"),
                        "plain",
                        Map.of("get", "/orders")));
    }

    private Pages.Result.Some some(String operation, int most, Reply... replies) {
        world.script(API, replies);
        return (Pages.Result.Some) pages(operation, new Pages.Wish(most, Optional.empty()));
    }

    private Pages.Result pages(String operation, Pages.Wish wish) {
        return world.pages.answer(World.SHOP, CallRequest.of("orders", operation), wish);
    }

    private List<String> asked() {
        return world.sent.stream()
                .map(request -> request.uri().toString().substring(API.length()))
                .toList();
    }

    @Test
    void links_are_followed_to_the_last_page_and_every_page_is_a_call() {
        Pages.Result.Some some = some(
                "linked",
                10,
                answer(
                        200,
                        "[1,2.50]",
                        "link",
                        "</v1/orders?page=2>; rel=\"prev next\"; title=\"a, b\", <x>; rel=last"),
                answer(200, "[3]", "link", "<https://api.example.com/v1/orders?page=3>;rel=next"),
                answer(200, "[]"));
        assertThat(some.items()).containsExactly("1", "2.50", "3");
        assertThat(some.complete()).isTrue();
        assertThat(some.pages()).isEqualTo(3);
        assertThat(asked()).containsExactly("/orders", "/orders?page=2", "/orders?page=3");
        assertThat(some.calls()).hasSize(3).doesNotHaveDuplicates();
        assertThat(world.ledger).hasSize(3).allMatch(call -> call.operation().equals("linked"));
        assertThat(some.cost()).map(Object::toString).contains("0.03 USD");
    }

    @Test
    void a_cursor_is_put_into_the_query_that_was_asked_and_a_limit_says_where_to_go_on() {
        Pages.Result.Some some = some(
                "cursor",
                2,
                answer(200, "{\"data\":[1,2],\"meta\":{\"next\":\"a b\"}}"),
                answer(200, "{\"data\":[3,4],\"meta\":{\"next\":\"c\"}}"));
        assertThat(some.complete()).isFalse();
        assertThat(some.next()).contains("/orders?limit=2&after=c");
        assertThat(asked()).containsExactly("/orders?limit=2", "/orders?limit=2&after=a%20b");

        world.script(API, answer(200, "{\"data\":[5],\"meta\":{\"next\":null}}"));
        var rest = (Pages.Result.Some) pages("cursor", new Pages.Wish(9, some.next()));
        assertThat(rest.items()).containsExactly("5");
        assertThat(rest.complete()).isTrue();
    }

    @Test
    void the_last_item_names_the_next_page_until_there_are_no_more() {
        Pages.Result.Some some = some(
                "last",
                9,
                answer(200, "{\"data\":[{\"id\":7},{\"id\":8}],\"more\":true}"),
                answer(200, "{\"data\":[{\"id\":9}],\"more\":false}"));
        assertThat(some.items()).containsExactly("{\"id\":7}", "{\"id\":8}", "{\"id\":9}");
        assertThat(some.complete()).isTrue();
        assertThat(asked()).containsExactly("/orders", "/orders?cursor=8");
    }

    @Test
    void a_provider_that_goes_round_in_circles_is_left() {
        Pages.Result.Some same = some("numbered", 50, answer(200, "[1,2]"));
        assertThat(same.items()).containsExactly("1", "2");
        assertThat(same.complete()).isFalse();
        assertThat(same.why().orElse("")).contains("second time");
        assertThat(asked()).containsExactly("/orders", "/orders?page=2");

        world.sent.clear();
        Pages.Result.Some round = some(
                "named",
                50,
                answer(200, "{\"data\":[1],\"next\":\"?p=2\"}"),
                answer(200, "{\"data\":[2],\"next\":\"/v1/orders\"}"));
        assertThat(round.items()).containsExactly("1", "2");
        assertThat(round.complete()).isFalse();
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void an_address_that_is_not_the_providers_is_never_asked() {
        for (String foreign : List.of(
                "https://evil.example.com/v1/orders?p=2",
                "https://api.example.com.evil.org/v1/orders",
                "https://api.example.com/v2/orders",
                "https://api.example.com/v10/orders",
                "http://api.example.com/v1/orders",
                "//evil.example.com/v1/orders",
                "/v1/../admin",
                "/v1/%2e%2e/admin",
                "file:///etc/passwd")) {
            world.sent.clear();
            Pages.Result.Some some = some("named", 9, answer(200, "{\"data\":[1],\"next\":\"" + foreign + "\"}"));
            assertThat(some.items()).containsExactly("1");
            assertThat(some.complete()).isFalse();
            assertThat(some.why().orElse("")).contains("base URL");
            assertThat(world.sent).hasSize(1);
        }
    }

    @Test
    void what_came_before_an_error_is_given_with_where_to_go_on() {
        Pages.Result.Some some = some("named", 9, answer(200, "{\"data\":[1],\"next\":\"?p=2\"}"), answer(404, "{}"));
        assertThat(some.items()).containsExactly("1");
        assertThat(some.complete()).isFalse();
        assertThat(some.next()).contains("/orders?p=2");
        assertThat(some.calls()).hasSize(2);
    }

    @Test
    void a_fallback_is_asked_for_the_page_that_was_missing_and_not_for_the_first() {
        String mirror = "https://mirror.example.com";
        Map<String, ?> list = Map.of("list", Map.of("get", "/orders", "pagination", "page-number"));
        world.provider("orders", Map.of("baseUrl", API, "operations", list, "fallback", Map.of("provider", "mirror")))
                .provider("mirror", Map.of("baseUrl", mirror, "operations", list))
                .script(mirror, answer(200, "[3,4]"), answer(200, "[]"));
        Pages.Result.Some some = some("list", 3, answer(200, "[1,2]"), answer(500, ""));
        assertThat(some.items()).containsExactly("1", "2", "3", "4");
        assertThat(some.complete()).isTrue();
        assertThat(world.sent.stream().map(sent -> sent.uri().toString()).filter(uri -> uri.startsWith(mirror)))
                .containsExactly(mirror + "/orders?page=2", mirror + "/orders?page=3");
    }

    @Test
    void a_mapped_fallback_has_the_pages_own_parameters() {
        String mirror = "https://mirror.example.com";
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of("list", Map.of("get", "/orders/{shop}", "pagination", "page-number")),
                                "fallback",
                                Map.of("provider", "mirror", "mapping", Map.of("list", Map.of("operation", "all")))))
                .provider(
                        "mirror", Map.of("baseUrl", mirror, "operations", Map.of("all", Map.of("get", "/{shop}/all"))))
                .script(mirror, answer(200, "[]"))
                .script(API, answer(200, "[1,2]"), answer(500, ""));
        var asked = new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of("shop", "a b"),
                Map.of(),
                Body.EMPTY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        var _ = world.pages.answer(World.SHOP, asked, new Pages.Wish(3, Optional.empty()));
        assertThat(world.sent.getLast().uri()).hasToString(mirror + "/a%20b/all?page=2");
    }

    @Test
    void the_request_that_is_kept_of_a_page_is_that_pages() {
        world.script("https://backup.example.com/v1", answer(500, ""));
        var _ = some("numbered", 3, answer(200, "[1,2]"), answer(500, ""));
        CallRequest kept = world.recorded().asked().kept().orElseThrow();
        assertThat(kept.operation()).isEmpty();
        assertThat(kept.method()).contains("GET");
        assertThat(kept.path()).contains("/orders?page=2");
        assertThat(world.recorded().operation()).isEqualTo("numbered");
    }

    @Test
    void a_list_of_which_the_provider_says_that_there_is_more_is_not_complete_when_it_does_not_say_where() {
        for (String page : List.of("{\"data\":[{\"id\":null}],\"more\":true}", "{\"data\":[],\"more\":true}")) {
            Pages.Result.Some some = some("last", 9, answer(200, page));
            assertThat(some.complete()).isFalse();
            assertThat(some.why().orElse("")).contains("there is more");
            assertThat(some.next()).isEmpty();
        }
        assertThat(some("last", 9, answer(200, "{\"data\":[{\"id\":null}],\"more\":null}"))
                        .complete())
                .isTrue();
    }

    @Test
    void a_first_page_that_is_none_is_an_outcome_like_any_other() {
        world.script(API, answer(404, "{}"));
        assertThat(pages("named", new Pages.Wish(9, Optional.empty()))).isInstanceOf(Pages.Result.None.class);
        Pages.Result.Some torn = some("named", 9, answer(200, "{\"items\":[1]}"));
        assertThat(torn.pages()).isZero();
        assertThat(torn.why().orElse("")).contains("/data");
    }

    @Test
    void one_deadline_stands_over_all_pages() {
        world.attemptTakes = Duration.ofSeconds(8);
        int[] page = {0};
        world.script(API, answer(200, "[0]", "link", "</v1/orders?page=1>;rel=next"));
        world.whileSending = () -> {
            page[0]++;
            world.script(
                    API, answer(200, "[" + page[0] + "]", "link", "</v1/orders?page=" + (page[0] + 1) + ">;rel=next"));
        };
        var some = (Pages.Result.Some) pages("linked", new Pages.Wish(99, Optional.empty()));
        assertThat(some.complete()).isFalse();
        assertThat(some.pages()).isBetween(2, 3);
        assertThat(some.next()).isPresent();
        assertThat(Duration.between(World.NOON, world.clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void what_is_not_declared_or_has_an_effect_is_a_flaw() {
        for (String operation : List.of("plain", "create")) {
            assertThatThrownBy(() -> pages(operation, new Pages.Wish(1001, Optional.of("//x#"))))
                    .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                            .extracting("path")
                            .contains("pages.most", "pages.from", "pages"));
        }
        assertThat(world.sent).isEmpty();
    }

    @Test
    void a_document_says_its_details_and_every_flaw_of_them() {
        assertThatThrownBy(() -> ProviderDocument.read(
                        "p",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of(
                                        "a",
                                        Map.of("get", "/", "pagination", Map.of("style", "cursr", "nxt", "/a")),
                                        "b",
                                        Map.of(
                                                "get",
                                                "/",
                                                "pagination",
                                                Map.of("style", "cursor", "next", "a", "items", "/~2", "first", 1))))))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .extracting("path")
                        .contains(
                                "operations.a.pagination.style",
                                "operations.b.pagination.next",
                                "operations.b.pagination.items",
                                "operations.b.pagination.first"));
        Provider provider = ProviderDocument.read("orders", document());
        assertThat(Objects.requireNonNull(provider.operations().get("cursor"))
                        .pagination()
                        .orElseThrow()
                        .param())
                .isEqualTo("after");
    }
}
