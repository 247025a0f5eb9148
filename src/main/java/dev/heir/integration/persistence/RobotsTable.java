package dev.heir.integration.persistence;

import dev.heir.integration.scrape.RobotsFiles;
import dev.heir.integration.scrape.RobotsTxt;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The robots.txt files in PostgreSQL. */
@Singleton
final class RobotsTable implements RobotsFiles {

    private final Database database;

    RobotsTable(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Known> find(String origin) {
        String[] names = names(origin);
        return database.first(
                row -> new Known(
                        read(row.getString(1), row.getString(2)), Duration.of(row.getLong(3), ChronoUnit.MICROS)),
                """
                (SELECT 'OPTED_OUT', 'opted out: ' || id || coalesce(', ' || reason, ''), 0::bigint
                FROM opt_out WHERE id = ANY (?) AND (id = ? OR subdomains) LIMIT 1)
                UNION ALL
                SELECT state, content, floor(1000000 * extract(epoch FROM fresh_until - clock_timestamp()))::bigint
                FROM robots_txt WHERE origin = ? AND fresh_until > clock_timestamp()
                """,
                names,
                names[0],
                origin);
    }

    /** Its own and those it is below. */
    private static String[] names(String origin) {
        String authority = origin.substring(origin.indexOf("://") + 3);
        String name = authority.replaceFirst(":\\d+$", "").replaceFirst("\\.$", "");
        List<String> names = new ArrayList<>(List.of(name));
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            names.add(name.substring(dot + 1));
        }
        return names.toArray(String[]::new);
    }

    @Override
    public void keep(String origin, RobotsTxt robots, Duration fresh) {
        String state =
                switch (robots) {
                    case RobotsTxt.Found found -> "FOUND";
                    case RobotsTxt.Absent absent -> "ABSENT";
                    case RobotsTxt.Unreachable unreachable -> "UNREACHABLE";
                    case RobotsTxt.OptedOut(String reason) ->
                        throw new IllegalArgumentException("no robots.txt: " + reason);
                };
        String content =
                switch (robots) {
                    case RobotsTxt.Found(String text) -> text;
                    case RobotsTxt.Absent(String reason) -> reason;
                    case RobotsTxt.Unreachable(String reason) -> reason;
                    case RobotsTxt.OptedOut(String reason) -> reason;
                };
        var _ = database.update("""
                INSERT INTO robots_txt (origin, state, content, asked_at, fresh_until)
                VALUES (?, ?, ?, clock_timestamp(), clock_timestamp() + ? * interval '1 microsecond')
                ON CONFLICT (origin) DO UPDATE SET state = excluded.state, content = excluded.content,
                    asked_at = excluded.asked_at, fresh_until = excluded.fresh_until
                """, origin, state, content, HostClockTable.micros(fresh));
    }

    static RobotsTxt read(String state, String content) {
        return switch (state) {
            case "FOUND" -> new RobotsTxt.Found(content);
            case "ABSENT" -> new RobotsTxt.Absent(content);
            case "OPTED_OUT" -> new RobotsTxt.OptedOut(content);
            case "UNREACHABLE" -> new RobotsTxt.Unreachable(content);
            default -> throw new IllegalStateException("robots_txt.state: " + state);
        };
    }
}
