package dev.heir.integration.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place in a tree (RFC 6901).
 *
 * @param steps decoded
 */
public record Pointer(List<String> steps) {

    private static final Pattern WRITTEN = Pattern.compile("(/([^~/]|~[01])*+)*+"); // no pointer has a bare ~
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,8}");

    /** What stands there, which may be null. */
    record Found(@Nullable Object value) {}

    static Optional<Pointer> parse(String text) {
        return WRITTEN.matcher(text).matches()
                ? Optional.of(new Pointer(
                        text.isEmpty()
                                ? List.of()
                                : Stream.of(text.substring(1).split("/", -1))
                                        .map(step -> step.replace("~1", "/").replace("~0", "~"))
                                        .toList()))
                : Optional.empty();
    }

    Optional<Found> in(Object tree) {
        Found at = new Found(tree);
        for (String step : steps) {
            switch (at.value()) {
                case Map<?, ?> map when map.containsKey(step) -> at = new Found(map.get(step));
                case List<?> list
                when INDEX.matcher(step).matches() && Integer.parseInt(step) < list.size() ->
                    at = new Found(list.get(Integer.parseInt(step)));
                case null, default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(at);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return text.isEmpty() ? "the whole" : text.toString();
    }
}
