package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Degraded;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Protocol;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.ErrorSignature;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One call of a provider as the ledger would keep it, told step by step. */
final class Story {

    private final String provider;
    private final Instant at;
    private final List<CallRecord.Attempt> attempts = new ArrayList<>();
    private final List<CallRecord.Strike> strikes = new ArrayList<>();
    private String project = "shop";
    private Tier tier = Tier.CRITICAL;

    private Story(String provider, Instant at) {
        this.provider = provider;
        this.at = at;
    }

    static Story of(String provider, Instant at) {
        return new Story(provider, at);
    }

    static String url(String provider) {
        return "https://" + provider + ".example.com";
    }

    static Provider provider(String id) {
        return new Provider(
                id,
                URI.create(url(id)),
                Criticality.NORMAL,
                List.of(),
                TierShares.STANDARD,
                Map.of(),
                List.of(),
                Optional.empty(),
                Degraded.NONE,
                Optional.of(PriceModel.perCall(Money.parse("0.01 EUR"))),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Provider.DEFAULT_TIMEOUT,
                false,
                Protocol.REST);
    }

    Story from(String who, Tier how) {
        project = who;
        tier = how;
        return this;
    }

    Story replied(int status) {
        return attempt(status, Optional.empty(), false);
    }

    Story replied(int status, Symptom symptom) {
        return attempt(status, Optional.of(symptom), symptom == Symptom.SERVICE_UNAVAILABLE);
    }

    Story silent() {
        return attempt(0, Optional.of(Symptom.TIMEOUT), true);
    }

    /** Silence within less time than anybody needs. */
    Story hurried() {
        return attempt(0, Optional.of(Symptom.TIMEOUT), false);
    }

    /** Not sent, for want of an address that may be asked. */
    Story withheld() {
        return attempt(0, Optional.of(Symptom.SERVICE_UNAVAILABLE), false);
    }

    Story strike(Remedy remedy, boolean worked) {
        return strike(Symptom.TIMEOUT, remedy, worked);
    }

    Story strike(Symptom symptom, Remedy remedy, boolean worked) {
        strikes.add(new CallRecord.Strike(remedy.strike(), symptom, Optional.of(remedy), worked, at, "told by a test"));
        return this;
    }

    CallRecord live() {
        return end(Optional.of(Source.LIVE), Optional.empty(), Optional.empty());
    }

    CallRecord ended(Source source, Symptom symptom) {
        return end(Optional.of(source), Optional.of(symptom), Optional.empty());
    }

    CallRecord unanswered(EscalationTrigger... triggers) {
        return end(
                Optional.empty(),
                Optional.of(Symptom.TIMEOUT),
                triggers.length == 0
                        ? Optional.empty()
                        : Optional.of(new CallRecord.Incident(
                                provider + ":API_FAILURE",
                                ErrorPattern.API_FAILURE,
                                Symptom.TIMEOUT,
                                List.of(triggers),
                                List.of())));
    }

    private Story attempt(int status, Optional<Symptom> symptom, boolean counts) {
        attempts.add(new CallRecord.Attempt(
                attempts.size() + 1,
                provider,
                url(provider),
                Optional.empty(),
                at.plusMillis(attempts.size()),
                Duration.ofMillis(20),
                status,
                symptom,
                !attempts.isEmpty(),
                false,
                counts,
                symptom.isPresent() ? "no answer within 1000 ms" : ""));
        return this;
    }

    private CallRecord end(Optional<Source> source, Optional<Symptom> symptom, Optional<CallRecord.Incident> incident) {
        return new CallRecord(
                new UUID(at.toEpochMilli() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits()),
                project,
                "api_integration",
                provider,
                provider,
                "list-orders",
                tier,
                at,
                Duration.ofMillis(30),
                Optional.empty(),
                source,
                source.isPresent() ? 200 : 0,
                symptom,
                source.isPresent() ? Optional.empty() : symptom.map(seen -> Fault.PROVIDER),
                false,
                Duration.ZERO,
                source.filter(from -> from == Source.LIVE).map(from -> Money.parse("0.01 EUR")),
                symptom.map(seen -> ErrorSignature.of(provider, "list-orders", seen, "no answer within 1000 ms")
                        .key()),
                symptom.isPresent() ? "no answer within 1000 ms" : "",
                attempts,
                strikes,
                incident,
                CallRecord.Use.NONE,
                CallRecord.Asked.NOT_KEPT);
    }
}
