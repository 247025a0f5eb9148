package dev.heir.integration.access;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * People who are signed in, with what each of them may do now: roles are read from what is configured now, so a group that is
 * taken out of the configuration is nobody's role any more.
 */
@ApplicationScoped
public class People {

    private final SignInConfig config;
    private final Optional<IdentityProvider> provider;
    private final Sessions sessions;

    People(SignInConfig config, Sessions sessions) {
        this.config = config;
        this.provider = IdentityProvider.of(config);
        this.sessions = sessions;
    }

    /** What is configured by half is told before anybody comes. */
    @Startup
    void check() {
        // its constructor did
    }

    /** Whether people may sign in here at all. */
    public boolean areExpected() {
        return provider.isPresent();
    }

    /** Whose session a browser shows. */
    public sealed interface Shown {

        /** Somebody's who may do something. */
        record Known(Sessions.Session session, Actor actor) implements Shown {}

        /** Somebody's who has to sign in again. */
        record Over(String why) implements Shown {}

        /** Nobody's. */
        record Nobodys() implements Shown {}
    }

    public Shown by(SessionKey key) {
        return switch (sessions.find(key, config.idle())) {
            case Sessions.Found.Living(Sessions.Session session) ->
                actor(session.person())
                        .<Shown>map(actor -> new Shown.Known(session, actor))
                        .orElseGet(() -> withoutRole(session));
            case Sessions.Found.Over() -> new Shown.Over("your session has ended");
            case Sessions.Found.Nobodys() -> new Shown.Nobodys();
        };
    }

    /** One who has a role now; empty for whom has none. */
    public Optional<Actor> actor(Person person) {
        return provider.filter(known -> known.issuer().equals(person.issuer()))
                .flatMap(known -> known.role(person.values()))
                .map(role -> new Actor(person.name(), role, Actor.How.SIGN_IN));
    }

    /** Those who are signed in, newest first. */
    public List<Sessions.Session> all() {
        return sessions.living(config.idle());
    }

    /** @return whether the session had not ended before */
    public boolean end(UUID session) {
        return sessions.end(session);
    }

    private Shown withoutRole(Sessions.Session session) {
        sessions.end(session.id());
        return new Shown.Over("your role was taken");
    }
}
