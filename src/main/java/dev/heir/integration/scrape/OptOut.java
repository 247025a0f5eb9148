package dev.heir.integration.scrape;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A host whose owner asked not to be read, whatever its robots.txt says.
 *
 * @param host in lower case, without a port
 * @param subdomains whether it holds for all hosts below it as well
 * @param toldBy who asked for it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OptOut(
        String host, boolean subdomains, Instant since, Optional<String> reason, Optional<String> toldBy) {}
