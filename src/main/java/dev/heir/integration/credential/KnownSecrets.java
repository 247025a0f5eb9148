package dev.heir.integration.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Every secret that this instance has had in its hands, masked by value.
 *
 * <p>A secret is learnt before it is first used. One that was replaced stays known, since it may still be valid and an
 * answer to its last use may still come.
 */
@ApplicationScoped
public class KnownSecrets implements Redaction {

    /** Tokens come and go every few minutes: the oldest are forgotten when nobody can have them in flight any more. */
    private static final int MOST_TOKENS = 10_000;

    private static final int FEW = 16;

    private static final ReentrantLock LEARNING = new ReentrantLock();

    // What configuration is made of is read before there are beans, and must not be forgotten by them.
    private static final Set<String> EARLY = ConcurrentHashMap.newKeySet();

    // The log's filter is made before any bean, and must not be without what the bean knows.
    private static volatile Mask ofTheLog = new Mask(FEW);

    // Whose mask that is: who learnt last. A process has one, a test may make several.
    private static @Nullable KnownSecrets teacher;

    private final Set<String> kept = new LinkedHashSet<>();
    private final LinkedHashSet<String> tokens = new LinkedHashSet<>();
    private volatile Mask current = all(1);

    @Inject
    KnownSecrets(
            @ConfigProperty(name = "integration.admin.key") Optional<String> adminKey,
            @ConfigProperty(name = "integration.credential.key") Optional<String> sealingKey,
            @ConfigProperty(name = "integration.credential.other-key") Optional<String> otherKey,
            @ConfigProperty(name = "integration.sign-in.client-secret") Optional<String> client,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = "AWS_SECRET_ACCESS_KEY") Optional<String> role,
            @ConfigProperty(name = "AWS_SESSION_TOKEN") Optional<String> session) {
        learn(Stream.of(adminKey, sealingKey, otherKey, client, password, role, session)
                .flatMap(Optional::stream)
                .toList());
    }

    KnownSecrets() {
        this(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A key's bytes, as they might be written somewhere. */
    void learn(SecretKey key) {
        byte[] bytes = key.getEncoded();
        learn(List.of(
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
    }

    /** The same as {@link #learn} for what is read before there is anybody to tell it to. */
    public static void learnEarly(Collection<String> secrets) {
        LEARNING.lock();
        try {
            EARLY.addAll(secrets);
            if (teacher == null) {
                ofTheLog = Mask.of(EARLY);
            } else {
                teacher.learn(secrets);
            }
        } finally {
            LEARNING.unlock();
        }
    }

    /** From now on, and for as long as this process lives, these are masked. */
    public void learn(Collection<String> secrets) {
        LEARNING.lock();
        try {
            secrets.stream().filter(kept::add).forEach(this::add);
        } finally {
            LEARNING.unlock();
        }
    }

    /** From now on these are masked, until ten thousand others have come after them. */
    public void learnTokens(Collection<String> shortLived) {
        LEARNING.lock();
        try {
            for (String token : shortLived) {
                // Who comes again is the youngest.
                boolean known = tokens.remove(token);
                tokens.add(token);
                if (!known) {
                    add(token);
                }
            }
            forgetOldest();
        } finally {
            LEARNING.unlock();
        }
    }

    private void add(String secret) {
        if (teacher == this && current.hasRoom()) {
            current.add(secret);
        } else {
            know(all(2));
        }
    }

    private void know(Mask all) {
        current = all;
        ofTheLog = all;
        teacher = this;
    }

    /** A tenth of them at a time: all the others are entered anew. */
    private void forgetOldest() {
        if (tokens.size() > MOST_TOKENS) {
            Iterator<String> oldest = tokens.iterator();
            for (int i = 0; i < MOST_TOKENS / 10; i++) {
                oldest.next();
                oldest.remove();
            }
            know(all(1));
        }
    }

    /** @param times of what is known there is room for */
    private Mask all(int times) {
        Mask mask = new Mask(FEW + times * (EARLY.size() + kept.size() + tokens.size()));
        EARLY.forEach(mask::add);
        kept.forEach(mask::add);
        tokens.forEach(mask::add);
        return mask;
    }

    @Override
    public String mask(String text) {
        return current.text(text);
    }

    @Override
    public byte[] masked(byte[] data) {
        return current.data(data);
    }

    @Override
    public InputStream masked(InputStream data) {
        return new MaskedStream(data, () -> current, true);
    }

    @Override
    public InputStream maskedAtOnce(InputStream data) {
        return new MaskedStream(data, () -> current, false);
    }

    @Override
    public boolean knows(String text) {
        return current.knows(text);
    }

    @Override
    public boolean knows(byte[] data) {
        return current.knows(data);
    }

    static String masked(String text) {
        return ofTheLog.text(text);
    }
}
