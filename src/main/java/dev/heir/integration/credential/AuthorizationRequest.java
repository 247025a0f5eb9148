package dev.heir.integration.credential;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a browser brings to an authorization server to come back with a code (RFC 6749, section 4.1.1), always with PKCE
 * (RFC 7636, S256).
 *
 * @param verifier stays here until the code is exchanged
 * @param further parameters, in their order
 */
public record AuthorizationRequest(
        URI endpoint, String clientId, String redirect, String state, String verifier, Map<String, String> further) {

    public AuthorizationRequest {
        further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** Where the browser goes. */
    public URI uri() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirect);
        query.put("state", state);
        query.put("code_challenge", Unguessable.hash(verifier));
        query.put("code_challenge_method", "S256");
        further.forEach(query::putIfAbsent);
        return with(endpoint, query);
    }

    /** The address with more in its query. */
    public static URI with(URI url, Map<String, String> query) {
        String added = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + added);
    }

    @Override
    public String toString() {
        return "AuthorizationRequest[" + endpoint + ", " + clientId + ", secret]";
    }
}
