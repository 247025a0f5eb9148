package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Acting;
import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Person;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.Sessions;
import dev.heir.integration.access.Sessions.Found;
import dev.heir.integration.access.Sessions.Session;
import dev.heir.integration.access.Visit;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionRowsTest {

    private static final URI ISSUER = URI.create("https://issuer.example");
    private static final Duration IDLE = Duration.ofHours(2);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);

    private final String subject = UUID.randomUUID().toString();
    private Sessions one;
    private Sessions other;

    @BeforeEach
    void begin() {
        one = new SessionRows(new Database(pool), Acting.BY_ITSELF);
        other = new SessionRows(new Database(pool), Acting.BY_ITSELF);
    }

    @Test
    void every_instance_knows_a_session_at_once_and_none_knows_it_once_it_has_ended() {
        SessionKey key = begun("platform");
        Session session = living(other, key);
        assertThat(session.person()).isEqualTo(person("platform"));
        assertThat(session.idToken()).isEqualTo(Body.of("sealed"));
        assertThat(session.endsAt()).isEqualTo(session.begunAt().plus(Duration.ofHours(12)));

        assertThat(other.end(session.id())).isTrue();
        assertThat(one.find(key, IDLE)).isEqualTo(new Found.Over());
        assertThat(one.end(session.id())).isFalse();
        assertThat(one.find(SessionKey.make(new SecureRandom()), IDLE)).isEqualTo(new Found.Nobodys());
    }

    @Test
    void one_that_nobody_touches_ends_and_use_keeps_it() {
        SessionKey key = begun("platform");
        passes("100 minutes");
        living(one, key);
        passes("100 minutes");
        living(one, key);
        passes("121 minutes");
        assertThat(one.find(key, IDLE)).isEqualTo(new Found.Over());
        assertThat(one.living(IDLE)).extracting(each -> each.person().subject()).doesNotContain(subject);
    }

    @Test
    void use_keeps_none_longer_than_half_a_day() {
        SessionKey key = begun("platform");
        for (int i = 0; i < 7; i++) {
            living(one, key);
            passes("100 minutes");
        }
        passes("20 minutes");
        assertThat(one.find(key, IDLE)).isEqualTo(new Found.Over());
    }

    @Test
    void looking_at_a_session_writes_once_a_minute_at_most() {
        SessionKey key = begun("platform");
        String begun = seen();
        living(one, key);
        assertThat(seen()).isEqualTo(begun);
        passes("61 seconds");
        String before = seen();
        living(one, key);
        assertThat(seen()).isGreaterThan(before);
    }

    @Test
    void whoever_comes_back_with_other_groups_loses_the_older_sessions() {
        SessionKey laptop = begun("platform");
        SessionKey phone = begun("platform");
        living(one, laptop);
        SessionKey later = begun("support");
        assertThat(one.find(laptop, IDLE)).isEqualTo(new Found.Over());
        assertThat(one.find(phone, IDLE)).isEqualTo(new Found.Over());
        living(one, later);
        assertThat(one.endAll(ISSUER, subject)).isEqualTo(1);
        assertThat(one.endAll(ISSUER, subject)).isZero();
        assertThat(one.find(later, IDLE)).isEqualTo(new Found.Over());
    }

    @Test
    void another_persons_sessions_and_another_issuers_stay() {
        SessionKey key = begun("platform");
        one.endAll(ISSUER, "somebody else");
        one.endAll(URI.create("https://other.example"), subject);
        living(one, key);
    }

    @Test
    void only_the_hash_is_kept_and_the_audit_log_has_who_came_and_went_and_nothing_sealed() {
        SessionKey key = begun("platform");
        one.end(living(one, key).id());
        Database database = new Database(pool);
        assertThat(database.list(
                        row -> row.getString(1), "select session::text from session where subject = ?", subject))
                .hasSize(1)
                .noneMatch(row -> row.contains(key.text().substring(3)));
        List<String> audited = database.list(
                row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getString(4),
                """
                select actor, how, action, coalesce(before, after)::text || coalesce(after, '{}')::text from audit
                where kind = 'session' and object in (select id::text from session where subject = ?) order by id
                """,
                subject);
        assertThat(audited).hasSize(2);
        assertThat(audited.getFirst()).startsWith("ada SIGN_IN CREATE").contains("\"role\": \"ADMIN\"", subject);
        assertThat(audited.getLast())
                .startsWith("the orchestrator BY_ITSELF CHANGE")
                .contains("ended_at");
        assertThat(audited).noneMatch(row -> row.contains("id_token") || row.contains("hash"));
    }

    @Test
    void those_of_last_month_are_forgotten() {
        SessionKey key = begun("platform");
        passes("31 days");
        begun("platform");
        assertThat(one.find(key, IDLE)).isEqualTo(new Found.Nobodys());
    }

    private static Session living(Sessions sessions, SessionKey key) {
        assertThat(sessions.find(key, IDLE)).isInstanceOf(Found.Living.class);
        return ((Found.Living) sessions.find(key, IDLE)).session();
    }

    private SessionKey begun(String value) {
        SessionKey key = SessionKey.make(new SecureRandom());
        one.begin(
                key,
                person(value),
                new Visit(new Actor("ada", Role.ADMIN, Actor.How.SIGN_IN), "203.0.113.7"),
                new Sessions.Lifetime(IDLE, Duration.ofHours(12)),
                Body.of("sealed"));
        return key;
    }

    private Person person(String value) {
        return new Person(ISSUER, subject, "ada", Set.of(value));
    }

    private String seen() {
        return new Database(pool)
                .first(row -> row.getString(1), "select seen_at::text from session where subject = ?", subject)
                .orElseThrow();
    }

    private void passes(String time) {
        new Database(pool)
                .update(
                        "update session set begun_at = begun_at - ?::interval, seen_at = seen_at - ?::interval,"
                                + " ends_at = ends_at - ?::interval where subject = ?",
                        time,
                        time,
                        time,
                        subject);
    }
}
