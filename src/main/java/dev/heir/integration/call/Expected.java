package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a kept answer is worth looking and waiting for, by what was heard before. Without this every call of a provider that
 * wants no cache would pay for a round trip, and those who ask the same would wait for each other in vain.
 */
final class Expected {

    /** So many answers of its kind tell what the next will be like. */
    private static final int TELLING = 8;

    /** Of the last 32 answers of its kind: with fewer for keeping, another is hardly there. */
    private static final double WORTH_LOOKING = 0.25;

    /** With fewer for keeping, who waits for another's answer more often waits in vain. */
    private static final double WORTH_WAITING = 0.5;

    /** A provider that changes its mind is heard when an answer of its own is, or after this. */
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    /** What is worth doing before the provider is asked. */
    enum Effort {
        /** One of all who ask the same asks the provider, and the others wait for it a while. */
        TOGETHER,
        /** It may be there; nobody waits. */
        LOOK,
        NOTHING
    }

    private final Map<String, Said> places;
    private final Map<String, Kind> groups;

    /** @param most addresses, and groups of them, that are remembered */
    Expected(int most) {
        this.places = bounded(most);
        this.groups = bounded(most);
    }

    /**
     * The last answer of one address.
     *
     * @param varies by which headers; empty where it is not known
     */
    private record Said(boolean isForKeeping, Instant at, Optional<Set<String>> varies) {}

    /** The last 32 answers of addresses that are alike, a bit for each. */
    private record Kind(int kept, int heard) {

        static final Kind UNHEARD = new Kind(0, 0);

        Kind and(boolean isForKeeping) {
            return new Kind(kept << 1 | (isForKeeping ? 1 : 0), Math.min(heard + 1, Integer.SIZE));
        }

        double share() {
            return (double) Integer.bitCount(kept) / heard;
        }
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * @param place one address, for one audience
     * @param group of addresses that are alike
     * @param declared whether the owner of the operation says that its answers are for keeping
     */
    synchronized Effort effort(String place, String group, boolean declared, Instant now) {
        Said said = places.get(place);
        if (said != null) {
            boolean old = Duration.between(said.at(), now).compareTo(BELIEVED) >= 0;
            return said.isForKeeping() ? Effort.TOGETHER : old ? Effort.LOOK : Effort.NOTHING;
        }
        Kind kind = groups.get(group);
        if (declared || kind == null || kind.share() >= WORTH_WAITING) {
            return Effort.TOGETHER;
        }
        return kind.heard() < TELLING || kind.share() >= WORTH_LOOKING ? Effort.LOOK : Effort.NOTHING;
    }

    /** By which headers the answers of an address vary, as far as that was heard. */
    synchronized Optional<Set<String>> varies(String place) {
        return Optional.ofNullable(places.get(place)).flatMap(Said::varies);
    }

    synchronized void heard(
            String place, String group, boolean isForKeeping, Optional<Set<String>> varies, Instant now) {
        places.put(place, new Said(isForKeeping, now, varies));
        learn(group, isForKeeping);
    }

    /** No answer came. What an address was known to answer it will answer again when its provider is well. */
    synchronized void failed(String place, String group, Instant now) {
        places.putIfAbsent(place, new Said(false, now, Optional.empty()));
        learn(group, false);
    }

    private void learn(String group, boolean isForKeeping) {
        groups.put(group, groups.getOrDefault(group, Kind.UNHEARD).and(isForKeeping));
    }
}
