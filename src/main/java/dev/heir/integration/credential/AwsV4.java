package dev.heir.integration.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Signature Version 4.
 *
 * @param sessionToken of temporary credentials
 * @param service as AWS abbreviates it: {@code execute-api}, {@code s3}
 * @param payloadSigned whether the body is signed too; then it must be held as a whole
 */
public record AwsV4(
        String accessKeyId,
        String secretAccessKey,
        Optional<String> sessionToken,
        String region,
        String service,
        boolean payloadSigned)
        implements Scheme {

    /** S3 takes paths as they are, where every other service reads them normalised and encodes them once more. */
    public boolean takesPathsAsTheyAre() {
        return service.startsWith("s3");
    }

    /** Whether the hash of the body has to be sent as a header: S3 demands it, and nobody else knows {@code UNSIGNED-PAYLOAD} otherwise. */
    public boolean sendsPayloadHash() {
        return service.startsWith("s3") || !payloadSigned;
    }

    @Override
    public String kind() {
        return "aws-sigv4";
    }

    @Override
    public List<String> headerNames() {
        List<String> headers = new ArrayList<>(List.of("Authorization", "X-Amz-Date"));
        if (sendsPayloadHash()) {
            headers.add("X-Amz-Content-Sha256");
        }
        sessionToken.ifPresent(_ -> headers.add("X-Amz-Security-Token"));
        return headers;
    }

    @Override
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(secretAccessKey));
        sessionToken.ifPresent(secrets::add);
        return secrets;
    }

    @Override
    public Map<String, String> open() {
        return Map.of("accessKeyId", accessKeyId, "region", region, "service", service);
    }

    @Override
    public String toString() {
        return "AwsV4[" + accessKeyId + ", " + region + ", " + service + ", secret]";
    }
}
