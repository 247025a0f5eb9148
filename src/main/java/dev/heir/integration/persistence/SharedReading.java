package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.quota.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** Reads what {@link SharedDocument} wrote. */
final class SharedReading {

    private final List<String> members;
    private final List<String> instances;

    private SharedReading(JsonNode state) {
        this.members = names(state.path("m"));
        this.instances = names(state.path("i"));
    }

    /** Whether it is of this form, and not of the one before. */
    static boolean isKnown(JsonNode state) {
        return state.path("f").asInt() == SharedDocument.FORM;
    }

    static Shared read(JsonNode state) {
        return new SharedReading(state).shared(state);
    }

    private Shared shared(JsonNode state) {
        Map<String, Integer> weights = new HashMap<>();
        for (int i = 0; i < state.path("w").size(); i++) {
            int weight = state.path("w").get(i).intValue();
            if (weight > 0) {
                weights.put(members.get(i), weight);
            }
        }
        List<Shared.Stated> stated = new ArrayList<>();
        if (state.has("s")) {
            stated.add(new Shared.Stated(number(state.get("s"), 0), number(state.get("s"), 1)));
        }
        List<Shared.Beside> beside = new ArrayList<>();
        JsonNode spent = state.path("d");
        for (int i = 0; i < spent.size(); i += 3) {
            beside.add(new Shared.Beside(number(spent, i), number(spent, i + 1), number(spent, i + 2)));
        }
        return new Shared(
                limits(state.path("l")),
                usage(state.path("u")),
                weights,
                leases(state.path("e")),
                leases(state.path("x")),
                state.path("g").longValue(),
                claims(state.path("c")),
                learnt(state.path("n"), state.path("a")),
                stated,
                state.path("b").longValue(),
                beside);
    }

    private static Map<String, Shared.Limited> limits(JsonNode written) {
        Map<String, Shared.Limited> limits = new HashMap<>();
        written.properties()
                .forEach(limit -> limits.put(
                        limit.getKey(),
                        new Shared.Limited(
                                number(limit.getValue(), 0),
                                limit.getValue().get(1).textValue(),
                                number(limit.getValue(), 2) == 1)));
        return limits;
    }

    private Map<String, List<Shared.Slot>> usage(JsonNode written) {
        Map<String, List<Shared.Slot>> usage = new HashMap<>();
        written.properties().forEach(window -> {
            List<Shared.Slot> slots = new ArrayList<>();
            window.getValue().forEach(slot -> slots.add(new Shared.Slot(number(slot, 0), used(slot))));
            usage.put(window.getKey(), slots);
        });
        return usage;
    }

    private Map<String, Long> used(JsonNode slot) {
        Map<String, Long> used = new HashMap<>();
        if (slot.size() > 1 && slot.get(1).isTextual()) {
            StringTokenizer each = new StringTokenizer(slot.get(1).textValue(), " ");
            for (int member = 0; each.hasMoreTokens(); member++) {
                long units = Long.parseLong(each.nextToken());
                if (units != 0) {
                    used.put(members.get(member), units);
                }
            }
        } else {
            for (int i = 1; i < slot.size(); i += 2) {
                used.put(members.get(slot.get(i).intValue()), number(slot, i + 1));
            }
        }
        return used;
    }

    private List<Shared.Lease> leases(JsonNode written) {
        List<Shared.Lease> leases = new ArrayList<>();
        written.forEach(lease -> leases.add(new Shared.Lease(
                id(lease), member(lease), number(lease, 2), number(lease, 3), number(lease, 4), number(lease, 5))));
        return leases;
    }

    private List<Shared.Claim> claims(JsonNode written) {
        List<Shared.Claim> claims = new ArrayList<>();
        written.forEach(claim -> claims.add(new Shared.Claim(
                id(claim), member(claim), number(claim, 2), number(claim, 3), number(claim, 4), number(claim, 5))));
        return claims;
    }

    private static Shared.Learnt learnt(JsonNode written, JsonNode limitedAs) {
        if (written.isMissingNode()) {
            return Shared.Learnt.NOTHING;
        }
        Map<String, Long> credentials = new HashMap<>();
        limitedAs
                .properties()
                .forEach(credential -> credentials.put(
                        credential.getKey(), credential.getValue().longValue()));
        return new Shared.Learnt(
                written.get(0).doubleValue(),
                written.get(1).doubleValue(),
                number(written, 2),
                number(written, 3),
                number(written, 4),
                credentials);
    }

    private String id(JsonNode entry) {
        JsonNode id = entry.get(0);
        return id.isTextual() ? id.textValue() : instances.get(id.intValue()) + "/" + member(entry);
    }

    private String member(JsonNode entry) {
        return members.get(entry.get(1).intValue());
    }

    private static long number(JsonNode of, int at) {
        return of.get(at).longValue();
    }

    private static List<String> names(JsonNode written) {
        List<String> names = new ArrayList<>(written.size());
        written.forEach(name -> names.add(name.textValue()));
        return names;
    }
}
