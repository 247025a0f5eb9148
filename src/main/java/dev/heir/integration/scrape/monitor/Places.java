package dev.heir.integration.scrape.monitor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Where on a page something new comes: behind which steady block. Where it comes again and again, it is an advertisement. */
final class Places {

    private static final String AGAIN = "!";

    private Places() {}

    /** For each block that nobody was told of yet, its place. */
    static Map<String, String> of(Collection<String> blocks, Map<String, Thing> known, int look) {
        Map<String, String> places = new HashMap<>();
        String place = "";
        for (String block : blocks) {
            Thing thing = known.get(block);
            if (thing == null || thing.told().isEmpty()) {
                places.put(block, place);
            } else if (!thing.isRestless(look)) {
                place = Integer.toHexString(block.hashCode());
            }
        }
        return places;
    }

    static boolean isRestless(Map<String, Integer> places, String place, int look) {
        Integer again = places.get(AGAIN + place);
        return again != null && look - again <= Memory.RESTLESS;
    }

    /** Notes what came in this look; the first look finds everything new. */
    static void note(Map<String, Integer> places, Map<String, Thing> before, Map<String, String> came, int look) {
        if (look == 1) {
            return;
        }
        came.forEach((block, place) -> {
            Thing known = before.get(block);
            if (known == null || known.next().isEmpty()) {
                Integer earlier = places.put(place, look);
                if (earlier != null && earlier < look) {
                    places.put(AGAIN + place, look);
                }
            }
        });
    }

    static void tidy(Map<String, Integer> places, int look) {
        places.values().removeIf(last -> look - last > Memory.RESTLESS);
    }
}
