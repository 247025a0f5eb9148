package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.scrape.monitor.Diff;
import dev.heir.integration.scrape.monitor.MonitorHistory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A change on the wire.
 *
 * @param diff as HTML in which nothing of the website is markup; only where something was and is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record ChangeDocument(
        Instant at,
        String page,
        String competitor,
        String kind,
        String what,
        Optional<String> before,
        Optional<String> after,
        Optional<BigDecimal> percent,
        Optional<String> diff) {

    static ChangeDocument of(MonitorHistory.Changed changed) {
        var change = changed.change();
        Optional<String> diff =
                change.before().flatMap(before -> change.after().map(after -> Diff.html(Diff.of(before, after))));
        return new ChangeDocument(
                changed.at(),
                changed.page(),
                changed.competitor(),
                change.kind().name(),
                change.what(),
                change.before(),
                change.after(),
                change.percent(),
                diff);
    }
}
