package dev.heir.integration.function;

import java.util.List;

/**
 * A method and a path template, spelt as the API Gateway spells it: {@code GET /v1/calls/{id}}.
 *
 * @param method {@code ANY} stands for all
 * @param segments of the template; one in braces stands for exactly one segment that is not empty, and a last one with a
 *     plus for all the rest
 */
record Route(String method, String template, List<String> segments) {

    static Route parse(String text) {
        String[] parts = text.split(" ", 2);
        if (parts.length != 2 || !parts[1].startsWith("/")) {
            throw new IllegalArgumentException("a route must be a method and a path, was '" + text + "'");
        }
        return new Route(parts[0], parts[1], split(parts[1]));
    }

    boolean matches(String givenMethod, String givenPath) {
        List<String> given = split(givenPath);
        boolean open = segments.getLast().endsWith("+}");
        if (!(method.equals("ANY") || method.equals(givenMethod))
                || (open ? given.size() < segments.size() : given.size() != segments.size())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String wanted = segments.get(i);
            boolean rest = open && i == segments.size() - 1;
            if (wanted.startsWith("{") ? given.get(i).isEmpty() && !rest : !wanted.equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
