package dev.heir.integration.access;

import dev.heir.integration.provider.Body;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sessions of one instance, in memory, that no time ends. */
final class FakeSessions implements Sessions {

    private final Map<String, Session> living = new LinkedHashMap<>();

    @Override
    public void begin(SessionKey key, Person person, Visit visit, Lifetime lifetime, Body idToken) {
        living.put(
                key.text(),
                new Session(UUID.randomUUID(), person, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, idToken));
    }

    @Override
    public Found find(SessionKey key, Duration idle) {
        Session session = living.get(key.text());
        return session == null ? new Found.Over() : new Found.Living(session);
    }

    @Override
    public boolean end(UUID id) {
        return living.values().removeIf(each -> each.id().equals(id));
    }

    @Override
    public int endAll(URI issuer, String subject) {
        int before = living.size();
        living.values().removeIf(each -> each.person().subject().equals(subject));
        return before - living.size();
    }

    @Override
    public List<Session> living(Duration idle) {
        return List.copyOf(living.values());
    }
}
