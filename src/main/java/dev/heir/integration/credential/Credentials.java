package dev.heir.integration.credential;

import java.util.Optional;

/** The secrets a provider's requests are signed with. */
public interface Credentials {

    /**
     * What to add to a request now.
     *
     * @param id of the credential
     * @return empty when no such credential is registered or its token could not be had
     */
    Optional<Signature> sign(String id);

    /**
     * Gets a new token for a credential whose token was refused, once for everyone who was refused the same one.
     *
     * @param refused the signature that the provider answered with 401
     * @return the new signature; empty when this kind cannot be refreshed or the refresh failed
     */
    Optional<Signature> refresh(String id, Signature refused);
}
