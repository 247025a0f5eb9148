package dev.heir.integration.scrape.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.scrape.extract.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a monitor.
 *
 * @param plain by name: all that a selector finds, as it stands there
 * @param typed what scrapes' fields may be: one value of a type, found in several ways
 */
record WatchedFields(Map<String, Selector> plain, List<Field> typed) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,4})?)\\s*%");

    WatchedFields {
        plain = Map.copyOf(plain);
        typed = List.copyOf(typed);
    }

    static WatchedFields read(Fields document) {
        Map<String, Selector> plain = new LinkedHashMap<>();
        List<Field> typed = new ArrayList<>();
        document.map("fields").ifPresent(map -> {
            if (map.keys().size() > MOST) {
                document.flaw("fields", "must not be more than " + MOST);
                return;
            }
            map.keys().forEach(name -> map.json(name).ifPresent(value -> {
                if (value instanceof Map<?, ?> ways) {
                    List<Flaw> flaws = new ArrayList<>();
                    Field.read(name, JSON.valueToTree(ways), flaws).ifPresent(typed::add);
                    flaws.forEach(flaw -> document.flaw(flaw.path(), flaw.value(), flaw.reason()));
                } else {
                    map.text(name)
                            .flatMap(css -> MonitorDocument.selector(map, map.at(name), css))
                            .ifPresent(selector -> plain.put(name, selector));
                }
            }));
        });
        return new WatchedFields(plain, typed);
    }

    boolean isEmpty() {
        return plain.isEmpty() && typed.isEmpty();
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(plain.keySet());
        typed.forEach(field -> names.add(field.name()));
        return names;
    }

    /** By how many percent a number must differ to be told: {@code atLeast} of who is told. */
    Map<String, BigDecimal> atLeast(Fields notify) {
        Map<String, BigDecimal> least = new LinkedHashMap<>();
        Set<String> names = names();
        notify.map("atLeast")
                .ifPresent(map -> map.keys().forEach(name -> map.text(name).ifPresent(text -> {
                    Optional<BigDecimal> percent = percent(text);
                    if (!names.contains(name)) {
                        map.flaw(name, "must be one of the fields " + names);
                    } else if (percent.isEmpty()) {
                        map.flaw(name, "must be a percentage such as 1%");
                    } else {
                        least.put(name, percent.get());
                    }
                })));
        return least;
    }

    private static Optional<BigDecimal> percent(String text) {
        var matcher = PERCENT.matcher(text);
        return matcher.matches() ? Optional.of(new BigDecimal(matcher.group(1))) : Optional.empty();
    }
}
