package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** What stands where something else should, in words: never the text itself, which may be a secret. */
final class JsonKind {

    private JsonKind() {}

    /** @param token that the value begins with; null where there is none */
    static String of(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "a map";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
