package dev.heir.integration.assign;

import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The checks of one provider against what is recorded about it. */
record ProviderFindings(ProviderSteps next, ApiNeed need, ProviderFacts facts, Instant now) {

    private static final Duration RECENT = Duration.ofHours(24);
    /** Who needs data in real time is not helped by an answer of yesterday. */
    private static final Duration RECENT_IN_REAL_TIME = Duration.ofHours(1);
    /** A judgement on one call alone would be chance. */
    private static final long CALLS_TO_JUDGE = 2;

    private static final double ANSWERED_SHARE = 0.95;

    ProviderFindings(String id, ApiNeed need, ProviderFacts facts, Instant now) {
        this(new ProviderSteps(id, facts), need, facts, now);
    }

    Finding registered() {
        return onRegistered(provider -> Finding.met("registered with " + provider.baseUrl()));
    }

    Finding limitKnown() {
        return onRegistered(provider -> {
            List<Limit> declared = provider.limits();
            List<Limit> known = need.rateLimits().getOrDefault(provider.id(), List.of());
            List<Limit> missing = known.stream()
                    .filter(limit -> declared.stream().noneMatch(other -> keeps(other, limit)))
                    .toList();
            if (!missing.isEmpty()) {
                return Finding.notMet(
                        "no declared limit keeps " + rates(missing) + "; declared: " + rates(provider.limits()),
                        next.declareLimits(missing));
            }
            return provider.limits().isEmpty()
                    ? Finding.notMet("no limit is declared", next.declareLimits(List.of()))
                    : Finding.met("declared: " + rates(provider.limits()));
        });
    }

    Finding volumeFits() {
        return onRegistered(provider -> {
            Volume volume = need.dataVolume().orElseThrow();
            List<Limit> declared =
                    provider.limits().stream().filter(Rate::isOne).toList();
            long weight = provider.operations().values().stream()
                    .filter(Operation::safe)
                    .mapToLong(Operation::cost)
                    .min()
                    .orElse(1L);
            Rate wanted = new Rate(
                    volume.calls() > Long.MAX_VALUE / weight ? Long.MAX_VALUE : volume.calls() * weight, volume.per());
            List<Limit> tight = declared.stream()
                    .filter(limit -> !wanted.atMost(Rate.of(limit)))
                    .toList();
            if (declared.isEmpty()) {
                return Finding.unknown("no limit is declared that could be compared", next.declareLimits(List.of()));
            }
            return tight.isEmpty()
                    ? Finding.met(wanted + " needed; declared: " + rates(declared))
                    : Finding.notMet(wanted + " needed, more than " + rates(tight), next.largerPlan(provider));
        });
    }

    Finding credentialStored() {
        return onRegistered(provider -> {
            List<String> named = provider.credentials();
            if (named.isEmpty()) {
                return mustSign()
                        ? Finding.notMet("its document names no credential", next.nameCredential())
                        : Finding.met("its document names no credential: it is open");
            }
            List<String> missing = named.stream()
                    .filter(credential -> !facts.storedCredentials().contains(credential))
                    .toList();
            return missing.isEmpty()
                    ? Finding.met("stored: " + String.join(", ", named))
                    : Finding.notMet(
                            "not stored: " + String.join(", ", missing),
                            next.storeCredential(missing.getFirst(), authentication()));
        });
    }

    Finding credentialAccepted() {
        return onRegistered(provider -> {
            if (provider.credentials().isEmpty()) {
                return mustSign()
                        ? Finding.notMet("its document names no credential", next.nameCredential())
                        : Finding.met("its document names no credential: it is open");
            }
            return facts.signed()
                    .map(signed -> signed.refused()
                            ? Finding.notMet(
                                    "refused " + signed.credential() + " at " + signed.at() + ": " + signed.dprId(),
                                    next.storeCredential(signed.credential(), authentication()))
                            : Finding.met(
                                    "accepted " + signed.credential() + " at " + signed.at() + ": " + signed.dprId()))
                    .orElseGet(() -> Finding.unknown(
                            "no signed request to it is recorded that was answered well or refused",
                            next.call("Make a signed call")));
        });
    }

    Finding answeredLive() {
        Duration bound = need.realTime() ? RECENT_IN_REAL_TIME : RECENT;
        return facts.live()
                .map(seen -> seen.at().isBefore(now.minus(bound))
                        ? Finding.notMet(
                                "last answered at " + seen.at() + ", more than " + bound.toHours() + " h ago: "
                                        + seen.dprId(),
                                next.call("Make a call"))
                        : Finding.met("answered at " + seen.at() + ": " + seen.dprId()))
                .orElseGet(() -> Finding.notMet("it never answered a call of the project", next.call("Make a call")));
    }

    Finding callsAnswered() {
        ProviderFacts.Traffic day = facts.lastDay();
        String counted = day.answered() + " of " + day.calls() + " calls of the last 24 hours were answered by it";
        if (day.calls() < CALLS_TO_JUDGE) {
            return Finding.unknown(counted + ", too few to judge", next.call("Let the project's calls run"));
        }
        return day.answered() >= ANSWERED_SHARE * day.calls()
                ? Finding.met(counted)
                : Finding.notMet(counted, next.readHealth());
    }

    Finding wayOutDeclared() {
        return onRegistered(provider -> {
            if (provider.criticality() != Criticality.CRITICAL) {
                return Finding.met("not needed: its criticality is " + provider.criticality());
            }
            if (provider.fallback().isPresent()) {
                return Finding.met("fallback: " + provider.fallback().get().provider());
            }
            boolean degraded = provider.degraded().body().isPresent()
                    || !provider.degraded().byOperation().isEmpty();
            return degraded
                    ? Finding.met("a degraded answer is declared")
                    : Finding.notMet("critical, with neither fallback nor degraded answer", next.declareWayOut());
        });
    }

    private Finding onRegistered(Function<Provider, Finding> look) {
        return facts.registered()
                .map(look)
                .orElseGet(() -> Finding.notMet("there is no such provider", next.register(authentication())));
    }

    private Authentication authentication() {
        return need.authenticationOf(next.id());
    }

    private boolean mustSign() {
        return authentication() != Authentication.NONE;
    }

    /** Whether who keeps the declared limit keeps the one that is known as well. */
    private static boolean keeps(Limit declared, Limit known) {
        return !declared.shadow()
                && declared.unit().equals(known.unit())
                && (declared.of() == Limit.Of.PROVIDER || known.of() == Limit.Of.CREDENTIAL)
                && Rate.of(declared).implies(Rate.of(known));
    }

    private static String rates(List<Limit> limits) {
        return limits.isEmpty() ? "none" : limits.stream().map(Limit::toString).collect(Collectors.joining(", "));
    }
}
