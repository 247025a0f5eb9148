package dev.heir.integration.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/** A failure as its caller reads it (RFC 9457), thrown from a resource and written by {@link ProblemMapper}. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String TYPES = "https://heir.dev/problems/";

    private final int status;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param type last part of the problem type's URI, such as {@code not-found}
     * @param detail for this occurrence; names the field and the value, never a secret
     */
    public Problem(int status, String type, String title, String detail) {
        super(detail);
        this.status = status;
        members.put("type", TYPES + type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
    }

    public static Problem notFound(String kind, String id) {
        return new Problem(404, "not-found", "Not found", "there is no " + kind + " '" + id + "'");
    }

    /** Adds an extension member (RFC 9457, section 3.2). */
    public Problem with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public Map<String, Object> members() {
        return members;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
