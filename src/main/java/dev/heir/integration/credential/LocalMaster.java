package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A master that this machine holds itself, configured or in a file. */
final class LocalMaster implements MasterKey {

    static final int SIZE = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKey key;
    private final Sealing sealing;
    private final SecureRandom random = new SecureRandom();

    LocalMaster(SecretKey key) {
        this.key = key;
        this.sealing = new Sealing(key);
    }

    /** Begins with a hash under the key itself, which tells nothing of it. */
    @Override
    public String id() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getEncoded(), HMAC));
            byte[] hash = mac.doFinal("name of the master key".getBytes(StandardCharsets.UTF_8));
            return "local:" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public Made make(UUID id) {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        SecretKey made = new SecretKeySpec(bytes, "AES");
        return new Made(made, wrap(id, made));
    }

    @Override
    public Body wrap(UUID id, SecretKey dataKey) {
        return sealing.seal(purpose(id), Base64.getEncoder().encodeToString(dataKey.getEncoded()));
    }

    @Override
    public SecretKey open(UUID id, Body wrapped) throws Seals.Unreadable {
        return new SecretKeySpec(Base64.getDecoder().decode(sealing.open(purpose(id), wrapped)), "AES");
    }

    private static String purpose(UUID id) {
        return "data-key/" + id;
    }
}
