package dev.heir.integration.outbound.signing;

import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.credential.Hmac;
import dev.heir.integration.credential.OAuth1;
import dev.heir.integration.credential.Scheme;
import java.time.Instant;

/** Signs one attempt. */
public final class Signer {

    private static final Signed NOT_WHOLE = new Signed.Impossible(
            "the credential signs the body, and this one is too large to be held until it is signed");

    private Signer() {}

    /**
     * @param now the time that is signed
     * @param nonce never used before
     */
    public static Signed sign(Scheme scheme, Unsigned request, Instant now, String nonce) {
        if (!request.body().isWhole() && readsBody(scheme, request)) {
            return NOT_WHOLE;
        }
        return switch (scheme) {
            case AwsV4 aws -> AwsRequest.sign(aws, request, now);
            case OAuth1 oauth -> OAuth1Request.sign(oauth, request, now, nonce);
            case Hmac recipe -> new HmacRequest(recipe, request, now, nonce).sign();
        };
    }

    private static boolean readsBody(Scheme scheme, Unsigned request) {
        return switch (scheme) {
            case AwsV4 aws -> aws.payloadSigned();
            case OAuth1 _ -> request.hasForm();
            case Hmac recipe ->
                Hmac.readsBody(recipe.sign())
                        || recipe.headers().values().stream().anyMatch(Hmac::readsBody)
                        || recipe.query().values().stream().anyMatch(Hmac::readsBody);
        };
    }
}
