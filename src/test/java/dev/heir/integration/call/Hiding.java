package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Knows one secret, and only as it is. */
record Hiding(String secret) implements Redaction {

    @Override
    public String mask(String text) {
        return text.replace(secret, "[secret]");
    }

    @Override
    public byte[] masked(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return text.contains(secret)
                ? text.replace(secret, "*".repeat(secret.length())).getBytes(StandardCharsets.ISO_8859_1)
                : data;
    }

    @Override
    public InputStream maskedAtOnce(InputStream data) {
        return masked(data);
    }

    @Override
    public InputStream masked(InputStream data) {
        return new LateStream(() -> {
            try (data) {
                return new ByteArrayInputStream(masked(data.readAllBytes()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }
}
