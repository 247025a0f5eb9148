package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.provider.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next what to ask for as {@code cursor} to read on; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Page<T>(List<T> items, Optional<String> next) {

    private static final int LARGEST = 200;

    /** @param items one more than asked for, when there are more */
    static <T> Page<T> of(List<T> items, int size, Function<T, String> id) {
        if (items.size() <= size) {
            return new Page<>(items, Optional.empty());
        }
        return new Page<>(List.copyOf(items.subList(0, size)), Optional.of(cursor(id.apply(items.get(size - 1)))));
    }

    /** Opaque, so that nobody builds one: what it holds may change. */
    static String cursor(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static int size(int asked) {
        if (asked < 1 || asked > LARGEST) {
            throw new InvalidInput("limit", Integer.toString(asked), "must be from 1 to " + LARGEST);
        }
        return asked;
    }

    /** Of a list that is streamed: as many as are wanted. */
    static int most(int asked) {
        if (asked < 1) {
            throw new InvalidInput("limit", Integer.toString(asked), "must be at least 1");
        }
        return asked;
    }

    static Optional<String> after(Optional<String> cursor) {
        return cursor.map(text -> {
            try {
                return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notOurs) {
                throw new InvalidInput("cursor", text, "must be the 'next' of an earlier page");
            }
        });
    }
}
