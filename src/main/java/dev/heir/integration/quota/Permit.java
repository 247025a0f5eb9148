package dev.heir.integration.quota;

import dev.heir.integration.provider.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The units that one request took from each of its limits and budgets. */
public final class Permit {

    private final List<Part> parts;

    Permit(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * What it took from one holding.
     *
     * @param units nanos of the currency where it is money
     * @param words for the limit, where its units are not what people count in
     * @param credential that signs the request
     */
    record Share(Holding holding, long units, Scope.Kind kind, Optional<String> words, Optional<String> credential) {

        private void answered(boolean limited) {
            if (limited && kind == Scope.Kind.LISTENING_TO_ALL) {
                credential.ifPresent(holding::limitedAs);
            } else if (limited) {
                holding.limited();
            } else {
                holding.answered();
            }
        }
    }

    /** What was taken of a share. */
    record Part(Share share, Lot lot) {
        void correct(long units) {
            share.holding().correct(lot, units);
        }
    }

    /** The request did not leave: everything comes back. */
    public void giveBack() {
        parts.forEach(part -> part.correct(-part.share().units()));
    }

    /** The provider does not charge for the request: what was set aside comes back. */
    public void unpaid() {
        money().forEach(part -> part.correct(-part.share().units()));
    }

    /**
     * What the request really cost. The difference is told at once: what comes back before it is taken again would be
     * somebody else's in between.
     *
     * @return which budgets counted it
     */
    public Counted paid(Money cost) {
        money().forEach(part ->
                part.correct(Nanos.of(cost.amount()) - part.share().units()));
        return new Counted(born(Scope.OF_PROJECT), born(Scope.OF_PROVIDER));
    }

    /**
     * Which budgets counted what a request cost, by when what the fleet shares of them began: microseconds since 1970 by
     * the database's clock, 0 for none.
     */
    public record Counted(long byProject, long byProvider) {
        public static final Counted NOWHERE = new Counted(0, 0);
    }

    private long born(String budget) {
        return money().filter(part -> part.share().holding().scope().startsWith(budget))
                .mapToLong(part -> part.lot().term().born())
                .findFirst()
                .orElse(0);
    }

    /**
     * What the answer said about limits.
     *
     * @param limited whether the provider refused the request for a limit
     */
    public void answered(boolean limited) {
        parts.stream()
                .map(Part::share)
                .filter(share -> share.kind() == Scope.Kind.LISTENING || share.kind() == Scope.Kind.LISTENING_TO_ALL)
                .forEach(share -> share.answered(limited));
    }

    /**
     * The answer said how many requests are left.
     *
     * @param resetAt by this machine's clock, until when
     */
    public void remaining(long requests, Instant resetAt) {
        listening().forEach(holding -> holding.stated(requests, resetAt));
    }

    /** The answer said how many of another unit than requests are left, until when. */
    public void remaining(String unit, long units, Instant resetAt) {
        counting(unit).forEach(part -> part.share().holding().stated(units, resetAt));
    }

    /** What the request really took of another unit than requests, of the limits in that. */
    public void took(String unit, long units) {
        counting(unit).forEach(part -> part.correct(units - part.share().units()));
    }

    private Stream<Part> counting(String unit) {
        return parts.stream()
                .filter(part -> part.share().kind() == Scope.Kind.DECLARED)
                .filter(part -> part.share().holding().scope().endsWith(":" + unit));
    }

    /** What is left of the tightest limit that it was taken from, as far as this instance knows; money is nobody's to see. */
    public Optional<Remaining> remaining() {
        return parts.stream()
                .map(Part::share)
                .filter(share -> share.kind() != Scope.Kind.MONEY)
                .flatMap(share -> share.holding().remaining().stream())
                .min(Comparator.comparingDouble(Remaining::share));
    }

    /** Whether so much is left of each of its limits and budgets, as far as this instance knows. */
    public boolean leaves(double share) {
        return parts.stream()
                .flatMap(part -> part.share().holding().remaining().stream())
                .allMatch(left -> left.share() >= share);
    }

    private Stream<Part> money() {
        return parts.stream().filter(part -> part.share().kind() == Scope.Kind.MONEY);
    }

    private Stream<Holding> listening() {
        return parts.stream()
                .map(Part::share)
                .filter(share -> share.kind() == Scope.Kind.LISTENING)
                .map(Share::holding);
    }
}
