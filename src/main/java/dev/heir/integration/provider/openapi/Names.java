package dev.heir.integration.provider.openapi;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names of operations, by our rule and each given once.
 *
 * <p>What is too long, or the same as another's once our rule has been applied, ends in a number that follows from its
 * method and path alone: the next version of the document gives the same operation the same name.
 */
final class Names {

    private static final int LONGEST = 64;
    private static final int LEFT_OF_NUMBER = LONGEST - 9;

    private final Set<String> given = new HashSet<>();

    String give(Optional<String> operationId, String method, String path) {
        String written = operationId
                .map(Names::plain)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> {
                    String made = plain(method + "-" + path);
                    return made.isEmpty() ? method : made;
                });
        if (written.length() <= LONGEST && given.add(written)) {
            return written;
        }
        String stem = written.substring(0, Math.min(written.length(), LEFT_OF_NUMBER));
        for (int number = (method + " " + path).hashCode(); ; number++) {
            String name = stem + "-" + String.format(Locale.ROOT, "%08x", number);
            if (given.add(name)) {
                return name;
            }
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("-{2,}", "-")
                .replaceAll("^[^A-Za-z0-9]+|[-._]+$", "");
    }
}
