package dev.heir.integration.quota;

import dev.heir.integration.provider.Tier;

/**
 * Who shares a limit: a project at one tier.
 *
 * @param weight the project's share among the projects of its tier, at least 1
 */
public record Member(Tier tier, String project, int weight) {

    public Member {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be at least 1, was " + weight);
        }
    }

    /** Under which its use is kept: its weight may change, its use stays its own. */
    String key() {
        return tier.name() + "/" + project;
    }

    static Tier tierOf(String key) {
        return Tier.valueOf(key.substring(0, key.indexOf('/')));
    }
}
