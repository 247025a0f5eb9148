package dev.heir.integration.scrape.extract;

/** How many values and how much text may still be taken from a page: nested ones repeat each other's words without end. */
final class Allowance {

    private int values;
    private int characters;

    Allowance(int values, int characters) {
        this.values = values;
        this.characters = characters;
    }

    /** @return whether there is room for one more */
    boolean take() {
        return values-- > 0 && characters > 0;
    }

    /** As much of the text as there is room for. */
    String fit(String text) {
        String fits = text.length() <= characters ? text : text.substring(0, Math.max(0, characters));
        characters -= fits.length() + 1;
        return fits;
    }
}
