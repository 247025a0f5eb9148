package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * What units of one kind cost in a month: each step's price is paid for the units within it, as with income tax.
 *
 * @param steps upwards; the last one has no end
 */
public record Tariff(List<Step> steps) {

    public Tariff {
        steps = List.copyOf(steps);
        long reached = 0;
        for (Step step : steps) {
            if (step.upTo() <= reached) {
                throw new IllegalArgumentException("a step must end after the one before, was " + step.upTo());
            }
            reached = step.upTo();
        }
        if (reached != Step.OPEN) {
            throw new IllegalArgumentException("the last step must have no end, was " + reached);
        }
    }

    /** The same price for every unit. */
    public static Tariff flat(BigDecimal each) {
        return new Tariff(List.of(new Step(Step.OPEN, each)));
    }

    public boolean isFlat() {
        return steps.size() == 1;
    }

    /** Of all steps. */
    BigDecimal dearest() {
        return steps.stream().map(Step::each).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** After how many units of a month every further one costs the same. */
    long lastEdge() {
        return isFlat() ? 0 : steps.get(steps.size() - 2).upTo();
    }

    /** What a month with so many units costs, exactly. */
    public BigDecimal bill(long units) {
        BigDecimal sum = BigDecimal.ZERO;
        long billed = 0;
        for (Step step : steps) {
            long within = Math.min(units, step.upTo()) - billed;
            if (within <= 0) {
                break;
            }
            sum = sum.add(step.each().multiply(BigDecimal.valueOf(within)));
            billed += within;
        }
        return sum;
    }

    /** What further units add to the bill of a month that has had {@code already}. */
    public BigDecimal priceOf(long already, long units) {
        long after = already > Long.MAX_VALUE - units ? Long.MAX_VALUE : already + units;
        return bill(after).subtract(bill(already));
    }

    /** The price of each unit after the step before and up to, with it, the {@code upTo}-th of a month. */
    public record Step(long upTo, BigDecimal each) {

        /** Of the last step. */
        public static final long OPEN = Long.MAX_VALUE;

        public Step {
            if (upTo < 1) {
                throw new IllegalArgumentException("upTo must be at least 1, was " + upTo);
            }
            if (each.signum() < 0) {
                throw new IllegalArgumentException("a price must not be negative, was " + each);
            }
        }
    }
}
