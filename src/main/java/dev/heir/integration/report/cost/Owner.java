package dev.heir.integration.report.cost;

import java.util.Locale;

/** Whose money it is: a project's, or what all projects together spend on a provider. */
public record Owner(Kind kind, String id) {

    static Owner project(String id) {
        return new Owner(Kind.PROJECT, id);
    }

    static Owner provider(String id) {
        return new Owner(Kind.PROVIDER, id);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " '" + id + "'";
    }

    /** What has a budget. */
    public enum Kind {
        PROJECT,
        PROVIDER
    }
}
