package dev.heir.integration.credential;

import java.util.List;
import java.util.Map;

/**
 * How a request is signed whose signature depends on the request itself: it is made anew for every attempt, at the last
 * moment. Holds what was registered and no state; its text never shows a secret.
 */
public sealed interface Scheme permits AwsV4, Hmac, OAuth1 {

    /** The word of the document. */
    String kind();

    /** The names of the headers that it puts on, whatever the request. */
    List<String> headerNames();

    /** The names of the query parameters that it puts on. */
    default List<String> queryNames() {
        return List.of();
    }

    /** What must be masked wherever it turns up. */
    List<String> secrets();

    /** What may be shown of it. */
    Map<String, String> open();
}
