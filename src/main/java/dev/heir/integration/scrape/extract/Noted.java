package dev.heir.integration.scrape.extract;

import java.util.Optional;

/** What a look at a page teaches about one of its fields. */
public sealed interface Noted {

    Field field();

    /** It is there, and this is what to remember. */
    record Seen(Field field, Remembered now) implements Noted {}

    /** It was there before and is not now. */
    record Missed(Field field, Optional<String> suggestion) implements Noted {}
}
