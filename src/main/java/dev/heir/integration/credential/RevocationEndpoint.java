package dev.heir.integration.credential;

import java.util.Optional;

/** Where tokens are taken back (RFC 7009): one request, over the network. */
public interface RevocationEndpoint {

    /** @return why that failed; empty when the token is taken back, or was not in force anyway */
    Optional<String> revoke(TokenEndpoint.Request request);
}
