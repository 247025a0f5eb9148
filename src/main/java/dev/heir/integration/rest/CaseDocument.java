package dev.heir.integration.rest;

import dev.heir.integration.access.Actor;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.strike.Remedy;
import java.util.Map;
import java.util.Optional;

/** Reads what a person writes to move a case on; it is written once, so a misspelt key must not be lost in silence. */
final class CaseDocument {

    /** A person tells what was done, in as many lines as that takes. */
    private static final int LONGEST = 20_000;

    private CaseDocument() {}

    /**
     * Who takes the case on.
     *
     * @param actor whose request it is
     * @throws InvalidInput with all flaws
     */
    static String taker(Map<String, ?> tree, Actor actor) {
        Fields fields = Fields.of(tree);
        String by = by(fields, actor);
        fields.refuseUnknown();
        fields.refuseFlaws();
        return by;
    }

    /**
     * What ended the case.
     *
     * @param actor whose request it is
     * @throws InvalidInput with all flaws
     */
    static Resolution resolution(Map<String, ?> tree, Actor actor) {
        Fields fields = Fields.of(tree);
        String by = by(fields, actor);
        fields.require("resolution");
        String resolution = fields.json("resolution")
                .map(words -> words instanceof String text ? text : "")
                .filter(text -> !text.isBlank() && text.length() <= LONGEST)
                .orElse("");
        if (fields.has("resolution") && resolution.isEmpty()) {
            fields.flaw("resolution", "must say what was done, in at most " + LONGEST + " characters");
        }
        Optional<Remedy> remedy = fields.word("remedy", Remedy.class);
        fields.refuseUnknown();
        fields.refuseFlaws();
        return new Resolution(by, resolution, remedy);
    }

    /** Whoever is known by name is named so, and may add a name; a key or a machine that many share says nothing of who. */
    private static String by(Fields fields, Actor actor) {
        return switch (actor.how()) {
            case SIGN_IN, STAFF_KEY ->
                fields.text("by")
                        .filter(name -> !name.equals(actor.name()))
                        .map(name -> actor.name() + ", for " + name)
                        .orElse(actor.name());
            case ADMIN_KEY, THIS_MACHINE, PROJECT_KEY, BY_ITSELF -> fields.requiredText("by");
        };
    }
}
