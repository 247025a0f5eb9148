package dev.heir.integration.access;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Who vouches for people, as it is configured: in full, or not at all.
 *
 * @param operators values of the claim that make an operator
 * @param admins values of the claim that make an administrator
 */
record IdentityProvider(
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        String roleClaim,
        Set<String> operators,
        Set<String> admins,
        boolean internal) {

    /** @throws IllegalArgumentException when it is half configured, or in a way that protects nobody */
    static Optional<IdentityProvider> of(SignInConfig config) {
        config.publicUrl().ifPresent(IdentityProvider::checkPublicUrl);
        Set<String> operators = config.operators().orElse(Set.of());
        Set<String> admins = config.admins().orElse(Set.of());
        if (config.issuer().isEmpty()) {
            check(
                    config.clientId().isEmpty() && config.clientSecret().isEmpty(),
                    "integration.sign-in.issuer is missing: nobody could sign in");
            check(
                    operators.isEmpty() && admins.isEmpty(),
                    "integration.sign-in.operators and .admins need integration.sign-in.issuer");
            return Optional.empty();
        }
        URI issuer = config.issuer().get();
        boolean usual = "https".equals(issuer.getScheme()) || (config.internal() && "http".equals(issuer.getScheme()));
        check(
                usual
                        && issuer.getHost() != null
                        && issuer.getRawQuery() == null
                        && issuer.getRawFragment() == null
                        && issuer.getRawUserInfo() == null,
                "integration.sign-in.issuer must be an https URL without query (only with integration.sign-in.internal=true"
                        + " it may be http), was " + issuer.getScheme() + "://" + issuer.getHost());
        check(
                !operators.isEmpty() || !admins.isEmpty(),
                "integration.sign-in.issuer needs integration.sign-in.admins or .operators as well: nobody would have a role");
        return Optional.of(new IdentityProvider(
                issuer,
                config.clientId()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "integration.sign-in.issuer needs integration.sign-in.client-id as well")),
                config.clientSecret(),
                config.roleClaim(),
                Set.copyOf(operators),
                Set.copyOf(admins),
                config.internal()));
    }

    /** The highest that the values give. */
    Optional<Role> role(Set<String> values) {
        return values.stream().anyMatch(admins::contains)
                ? Optional.of(Role.ADMIN)
                : values.stream().anyMatch(operators::contains) ? Optional.of(Role.OPERATOR) : Optional.empty();
    }

    private static void checkPublicUrl(URI url) {
        boolean secure = "https".equals(url.getScheme());
        check(
                url.getHost() != null
                        && (secure || ("http".equals(url.getScheme()) && isLoopback(url.getHost())))
                        && (String.valueOf(url.getRawPath()).isEmpty() || "/".equals(url.getRawPath()))
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null,
                "integration.public-url must be https (http on loopback only) and have no path: cookies are for a whole host");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public String toString() {
        return "IdentityProvider[" + issuer + ", " + clientId + "]";
    }
}
