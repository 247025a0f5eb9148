package dev.heir.integration.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Every secret that this instance has had in its hands, masked by value.
 *
 * <p>A secret is learnt before it is first used. One that was replaced stays known, since it may still be valid and an
 * answer to its last use may still come.
 */
@ApplicationScoped
public class KnownSecrets implements Redaction {

    /** Tokens come and go every few minutes: the oldest are forgotten when nobody can have them in flight any more. */
    private static final int MOST = 10_000;

    // The log's filter is made before any bean, and must not be without what the beans know.
    private static volatile Mask current = Mask.NOTHING;

    private final ReentrantLock learning = new ReentrantLock();
    private final Map<String, Set<String>> spellings = new LinkedHashMap<>();

    KnownSecrets(
            @ConfigProperty(name = "integration.admin.key") Optional<String> adminKey,
            @ConfigProperty(name = "integration.credential.key") Optional<String> sealingKey,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        Set<String> configured = new LinkedHashSet<>();
        adminKey.ifPresent(configured::add);
        sealingKey.ifPresent(configured::add);
        password.ifPresent(configured::add);
        learn(configured);
    }

    /** From now on these are masked. */
    public void learn(Collection<String> secrets) {
        learning.lock();
        try {
            boolean news = false;
            for (String secret : secrets) {
                news |= secret.length() >= Mask.SHORTEST && spellings.putIfAbsent(secret, Spellings.of(secret)) == null;
            }
            if (news) {
                Iterator<String> oldest = spellings.keySet().iterator();
                while (spellings.size() > MOST) {
                    oldest.next();
                    oldest.remove();
                }
                Set<String> all = new LinkedHashSet<>();
                spellings.values().forEach(all::addAll);
                current = new Mask(all);
            }
        } finally {
            learning.unlock();
        }
    }

    @Override
    public String mask(String text) {
        return current.apply(text);
    }

    static String masked(String text) {
        return current.apply(text);
    }
}
