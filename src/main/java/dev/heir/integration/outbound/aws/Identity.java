package dev.heir.integration.outbound.aws;

import java.util.Optional;
import java.util.function.Function;

/** Who a function is: the temporary credentials of its role, which Lambda puts into the environment. */
record Identity(String accessKey, String secretKey, Optional<String> sessionToken, String region) {

    /** @param environment gives a variable's value, empty when it is not set */
    static Identity of(Function<String, Optional<String>> environment) {
        return new Identity(
                needed(environment, "AWS_ACCESS_KEY_ID"),
                needed(environment, "AWS_SECRET_ACCESS_KEY"),
                environment.apply("AWS_SESSION_TOKEN"),
                needed(environment, "AWS_REGION"));
    }

    /** The same, asking another region. */
    Identity in(String other) {
        return new Identity(accessKey, secretKey, sessionToken, other);
    }

    private static String needed(Function<String, Optional<String>> environment, String name) {
        return environment
                .apply(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not set: Lambda sets it for each function"));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Identity[" + accessKey + ", " + region + "]";
    }
}
