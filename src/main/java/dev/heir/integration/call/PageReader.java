package dev.heir.integration.call;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.heir.integration.provider.Pagination;
import dev.heir.integration.provider.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a page has and which one it says is next, as its provider's document declares it. */
final class PageReader {

    /** Amounts keep their digits: 1.10 stays 1.10. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** RFC 8288, section 3; what a target and its parameters may hold beside is of no interest. */
    private static final Pattern LINK = Pattern.compile("<([^<>]*+)>((?:[^,\"<]|\"[^\"]*+\")*+)");

    private static final Pattern PARAMETER =
            Pattern.compile("\\G[^;\"]*+;\\s*+([^\\s=;\"]*+)\\s*+(?:=\\s*+(?:\"([^\"]*+)\"|([^\\s;\"]*+)))?+");

    private final Pagination how;
    private final List<String> bases;

    PageReader(Pagination how, Provider provider) {
        this.how = how;
        this.bases = Stream.concat(Stream.of(provider.baseUrl()), provider.alternatives().stream())
                .map(URI::toString)
                .map(base -> base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .toList();
    }

    /** What comes of reading. */
    sealed interface Read {

        /** @param items as JSON texts */
        record Page(List<String> items, PageWalk.Seen seen) implements Read {}

        record Unreadable(String why) implements Read {}
    }

    /** @param at path and query that was asked, below a base URL */
    Read read(Answer answer, String at) {
        JsonNode root;
        try {
            root = JSON.readTree(answer.body().bytes());
        } catch (IOException notJson) {
            return new Read.Unreadable("the page is not JSON");
        }
        JsonNode list = root.at(how.items());
        if (!list.isArray()) {
            return new Read.Unreadable("the page has no list at " + (how.items().isEmpty() ? "its root" : how.items())
                    + " ('pagination.items')");
        }
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(item.toString()));
        Optional<String> named = named(root, list, answer.headers());
        boolean byAddress = how.style() == Pagination.Style.LINK_HEADER || how.style() == Pagination.Style.NEXT_URL;
        Optional<String> next = byAddress
                ? named.flatMap(address -> below(address, answer.endpoint().orElse(bases.getFirst()), at))
                : named;
        PageWalk.More more = how.more()
                .map(root::at)
                .filter(JsonNode::isBoolean)
                .map(said -> said.booleanValue() ? PageWalk.More.YES : PageWalk.More.NO)
                .orElse(PageWalk.More.UNSAID);
        return new Read.Page(
                items,
                new PageWalk.Seen(
                        items.size(), next, named.isPresent() && next.isEmpty(), more, Digest.of(answer.body())));
    }

    private Optional<String> named(JsonNode root, JsonNode list, Map<String, List<String>> headers) {
        return switch (how.style()) {
            case LINK_HEADER -> link(headers.getOrDefault("link", List.of()));
            case CURSOR ->
                how.lastItem().isPresent()
                        ? text(
                                list.isEmpty()
                                        ? MissingNode.getInstance()
                                        : list.get(list.size() - 1)
                                                .at(how.lastItem().get()))
                        : text(root.at(how.next()));
            case NEXT_URL -> text(root.at(how.next()));
            case OFFSET, PAGE_NUMBER -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.isBoolean()
                ? Optional.of(node.asText()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    static Optional<String> link(List<String> headers) {
        Matcher link = LINK.matcher(String.join(",", headers));
        while (link.find()) {
            if (isNext(link.group(2))) {
                return Optional.of(link.group(1).strip()).filter(target -> !target.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** Of several relations the first counts (RFC 8288, section 3.3); what stands in a title is none. */
    private static boolean isNext(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("rel")) {
                String quoted = parameter.group(2);
                String named = quoted == null ? parameter.group(3) : quoted;
                return named != null && List.of(named.split("\\s+")).stream().anyMatch("next"::equalsIgnoreCase);
            }
        }
        return false;
    }

    /** RFC 3986, section 5.2.2; Java's own resolution takes a query without a path for one of the folder. */
    private static URI resolved(String asked, String address) {
        return address.startsWith("?")
                ? URI.create(asked.split("\\?", 2)[0] + address)
                : URI.create(asked).resolve(URI.create(address));
    }

    /**
     * Path and query below the base URL. Nowhere else: what is sent there is signed with the provider's credential.
     *
     * @param endpoint the base URL that answered
     */
    Optional<String> below(String address, String endpoint, String at) {
        String asked = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        String whole;
        try {
            whole = resolved(asked + at, address).normalize().toString();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
        String plain = whole.split("#", 2)[0];
        return bases.stream()
                .filter(plain::startsWith)
                .map(base -> plain.substring(base.length()))
                .filter(rest -> rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?"))
                .map(rest -> rest.startsWith("/") ? rest : "/" + rest)
                .filter(rest -> !UrlTemplate.climbs(rest.split("\\?", 2)[0]))
                .findFirst();
    }
}
