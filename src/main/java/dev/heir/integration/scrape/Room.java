package dev.heir.integration.scrape;

/** How much text of a page may still be kept: what one row in PostgreSQL carries without pain. */
final class Room {

    private int left;
    private boolean exceeded;

    Room(int characters) {
        this.left = characters;
    }

    /** As much of the text as there is room for, never half a character, and without NUL, which PostgreSQL refuses. */
    String fit(String given) {
        String text = given.replace("\0", "");
        int length = text.length();
        if (length > left) {
            exceeded = true;
            length = left > 0 && Character.isHighSurrogate(text.charAt(left - 1)) ? left - 1 : left;
        }
        left -= length;
        return text.substring(0, length);
    }

    boolean wasExceeded() {
        return exceeded;
    }
}
