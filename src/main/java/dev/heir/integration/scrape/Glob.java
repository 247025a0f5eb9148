package dev.heir.integration.scrape;

/**
 * A pattern of addresses in which {@code *} stands for any characters. One that begins with a slash is about path and
 * query, any other one about the whole address.
 */
public record Glob(String pattern) {

    private static final int LONGEST = 500;

    public Glob {
        if (pattern.isBlank() || pattern.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "must be a pattern such as /docs/* of at most " + LONGEST + " characters");
        }
    }

    boolean matches(PageUrl url) {
        return matches(pattern.startsWith("/") ? url.target() : url.toString());
    }

    /** Goes back to the last star only, so that no pattern and no address takes more than their lengths' product. */
    private boolean matches(String text) {
        int at = 0;
        int want = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length()) {
            if (want < pattern.length() && pattern.charAt(want) == '*') {
                star = want++;
                starAt = at;
            } else if (want < pattern.length() && pattern.charAt(want) == text.charAt(at)) {
                want++;
                at++;
            } else if (star >= 0) {
                want = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (want < pattern.length() && pattern.charAt(want) == '*') {
            want++;
        }
        return want == pattern.length();
    }
}
