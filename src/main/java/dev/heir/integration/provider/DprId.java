package dev.heir.integration.provider;

import java.util.Locale;

/**
 * The id of one piece of work: {@code INTEGRATION.<PROJECT>.<OPERATION>.<TOOL>.20000.<STEP>}.
 *
 * @param operation the kind of work, which also tells the section: {@code api_integration}, {@code web_scraping}, ...
 * @param tool what it was done with: the provider, the host, the function
 * @param step counted from 1 per project, operation and tool, without gaps or repeats
 */
public record DprId(String project, String operation, String tool, long step) {

    public DprId {
        if (step < 1) {
            throw new IllegalArgumentException("step must be at least 1, was " + step);
        }
        project = segment(project);
        operation = segment(operation);
        tool = segment(tool);
    }

    /** The spelling of one part: upper case, and anything but letters, digits, hyphen and underscore becomes a hyphen. */
    public static String segment(String text) {
        return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_-]", "-");
    }

    /** The section of a kind of work. */
    public static String section(String operation) {
        return switch (operation.toLowerCase(Locale.ROOT)) {
            case "api_integration" -> "integration.external.apis";
            case "web_scraping" -> "integration.data.scraping";
            case "data_pipeline" -> "integration.data.pipelines";
            case "authentication_setup" -> "integration.security.auth";
            case "monitoring_setup" -> "integration.monitoring.setup";
            default -> "integration.general.operation";
        };
    }

    @Override
    public String toString() {
        return "INTEGRATION.%s.%s.%s.20000.%03d".formatted(project, operation, tool, step);
    }
}
