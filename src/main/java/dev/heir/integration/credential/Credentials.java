package dev.heir.integration.credential;

import java.time.Duration;
import java.util.Optional;

/** The secrets a provider's requests are signed with. */
public interface Credentials {

    /**
     * What to add to a request now.
     *
     * @param id of the credential
     * @param atMost how long a token may be waited for; it goes on being fetched for those who come later
     * @return empty when no such credential is registered or its token could not be had in that time
     */
    Optional<Signature> sign(String id, Duration atMost);

    /**
     * Where a request is signed: names as in a signature, each with a word for its secret. Nobody is asked for a token.
     *
     * @return empty when no such credential is registered
     */
    Optional<Signature> outline(String id);

    /**
     * Tells what is registered under an id now from what was registered before; a new token changes nothing.
     *
     * @return a text without a secret in it; empty when nothing is registered
     */
    String version(String id);

    /**
     * Gets a new token for a credential whose token was refused, once for everyone who was refused the same one.
     *
     * @param refused the signature that the provider answered with 401
     * @param atMost as above
     * @return the new signature; empty when this kind cannot be refreshed or the refresh failed
     */
    Optional<Signature> refresh(String id, Signature refused, Duration atMost);
}
