package dev.heir.integration.provider;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a key shall be: {@code { label: CI, providers: [shopify], expiresIn: 90d, replaces: 0123456789ab, overlap: 1d }}. */
public final class KeyWishDocument {

    private static final int LONGEST_LABEL = 100;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    /** Long enough for a deployment, short enough to be remembered. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{12}");

    private KeyWishDocument() {}

    /** @throws InvalidInput with all flaws */
    public static KeyWish read(Map<String, ?> tree) {
        Fields fields = Fields.of(tree);
        Optional<String> label = fields.text("label");
        label.filter(text -> text.length() > LONGEST_LABEL)
                .ifPresent(text -> fields.flaw("label", "must have at most " + LONGEST_LABEL + " characters"));
        Optional<Duration> lifetime = fields.duration("expiresIn", Duration.ofMinutes(1), LONGEST_LIFE);
        Optional<String> replaces = fields.text("replaces");
        replaces.filter(text -> !PREFIX.matcher(text).matches())
                .ifPresent(text ->
                        fields.flaw("replaces", "[not shown]", "must be the prefix of a key, 12 hexadecimal digits"));
        Optional<Duration> overlap = fields.duration("overlap", Duration.ZERO, LONGEST_OVERLAP);
        if (overlap.isPresent() && replaces.isEmpty()) {
            fields.flaw("overlap", "is of two keys: 'replaces' names the other one");
        }
        Reach reach = reach(fields);
        fields.refuseUnknown();
        fields.refuseFlaws();
        return new KeyWish(
                label, reach, lifetime, replaces.map(prefix -> new KeyWish.Replaced(prefix, overlap.orElse(OVERLAP))));
    }

    private static Reach reach(Fields fields) {
        if (!fields.has("providers")) {
            return Reach.WHOLE;
        }
        Set<String> providers = new LinkedHashSet<>();
        fields.texts("providers").forEach((path, id) -> {
            if (ProviderDocument.ID.matcher(id).matches()) {
                providers.add(id);
            } else {
                fields.flaw("providers", id, ProviderDocument.ID_RULE);
            }
        });
        if (providers.isEmpty()) {
            fields.flaw("providers", "must name one at least, or be left out for all");
        }
        return new Reach(Optional.of(providers));
    }
}
