package dev.heir.integration.call;

import dev.heir.integration.cache.Spelled;
import dev.heir.integration.provider.Project;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The key that a caller gave a request, so that repeating it does nothing twice.
 *
 * @param project whose key it is; the same one of another project is another key
 * @param request fingerprint of what was asked
 */
public record CallerKey(String project, String key, String request) {

    /**
     * Of what is asked, and not of the patience it is asked with: a caller that repeats itself may have less time left.
     */
    static CallerKey of(Project project, String key, CallRequest request) {
        TreeMap<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new CallerKey(
                project.id(),
                key,
                Digest.of(
                        request.body(),
                        request.provider(),
                        request.operation().toString(),
                        request.method().toString(),
                        request.path().toString(),
                        Spelled.of(request.params()),
                        Spelled.of(headers)));
    }
}
