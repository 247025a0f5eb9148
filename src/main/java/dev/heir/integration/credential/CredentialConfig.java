package dev.heir.integration.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How secrets are kept and tokens are had. */
@ConfigMapping(prefix = "integration.credential")
public interface CredentialConfig {

    /** The master key itself, 32 bytes in Base64, where there is no file to keep it in. */
    Optional<String> key();

    /**
     * Where the master key lives when {@code key} is not set; made there, readable by its owner only, if absent. One that
     * others can read is refused.
     */
    @WithDefault("${HOME:${user.home}}/.integration-orchestrator/sealing.key")
    Path keyFile();

    /** The ARN of a key of AWS KMS: then that is the master, and {@code key} only opens what was sealed before. */
    Optional<String> kmsKey();

    /** What each request to KMS says it is about, so that a role can be let use the key for this installation only. */
    @WithDefault("integration-orchestrator")
    String kmsContext();

    /**
     * Another master that opens and does not wrap: the coming one before a change of the master, the former one after it.
     * Each instance has to know both before the first one wraps with the new one.
     */
    Optional<String> otherKey();

    /** The same, in a file. */
    Optional<Path> otherKeyFile();

    /** The same, in KMS. */
    Optional<String> otherKmsKey();

    /**
     * The Lambda function this process is, where it is one. Its instances have no disk in common: what one seals with a
     * key that it made itself no other opens, so {@code kms-key} or {@code key} must be set.
     */
    @WithDefault("${AWS_LAMBDA_FUNCTION_NAME:}")
    Optional<String> function();

    /** One request for a token: token endpoints answer in well under a second, and calls wait for this one. */
    @WithDefault("5s")
    Duration tokenTimeout();

    /**
     * After this long the holder of the lease is taken for dead and another instance asks. Longer than the timeout, so
     * that a living holder always ends first.
     */
    @WithDefault("8s")
    Duration tokenLease();

    /** How long a token endpoint that failed, or that has just given a token, is left alone: it has limits as well. */
    @WithDefault("10s")
    Duration tokenPause();

    /** How often tokens that run out are looked for, where no schedule does it. */
    @WithDefault("60s")
    String renewEvery();

    /**
     * Where browsers reach this orchestrator, if it is not the address at which a sign-in is begun: providers send those who
     * signed in back to {@code /v1/connections/callback} below it, and have to be told that address beforehand.
     */
    @WithDefault("${integration.public-url:}")
    Optional<URI> publicUrl();
}
