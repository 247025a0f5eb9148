package dev.heir.integration.assign;

import java.util.Optional;

/** What a project needs from the outside: at least one of the two. */
public record Requirement(Optional<ApiNeed> api, Optional<SiteNeed> sites) {

    public Requirement {
        if (api.isEmpty() && sites.isEmpty()) {
            throw new IllegalArgumentException("a requirement names providers, websites or both");
        }
    }
}
