package dev.heir.integration.scrape.extract;

/**
 * How sure a value is, by one fixed table: what more speaks for a value never lowers it.
 *
 * <pre>
 * two ways say the same                 0.99
 * a selector that finds one element     0.90
 * structured data, JSON                 0.85
 * XPath                                 0.80
 * a selector that finds several         0.60
 * two ways disagree                     0.50
 * the text can be read in two ways      0.50 at most
 * beside a label                        0.40
 * kept from an earlier look             0.20
 * the text is not of the field's type   0.10
 * </pre>
 */
final class Confidence {

    static final double WRONG_TYPE = 0.1;
    static final double KEPT = 0.2;
    private static final double DOUBTFUL = 0.5;

    private Confidence() {}

    /**
     * @param several whether the way found more than one value, where one was asked for
     * @param others how many other ways found something
     * @param agreeing how many of those say the same
     */
    static double of(Origin origin, boolean several, int others, int agreeing, boolean certain) {
        double alone =
                switch (origin) {
                    case CSS -> several ? 0.6 : 0.9;
                    case XPATH -> several ? 0.6 : 0.8;
                    case JSON, STRUCTURED -> several ? 0.6 : 0.85;
                    case LABEL -> 0.4;
                };
        double together = agreeing > 0 ? 0.99 : others > 0 ? Math.min(alone, DOUBTFUL) : alone;
        return certain ? together : Math.min(together, DOUBTFUL);
    }
}
