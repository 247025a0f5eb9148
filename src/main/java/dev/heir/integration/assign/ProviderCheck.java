package dev.heir.integration.assign;

import java.time.Instant;

/** What can be seen about the use of a provider. */
public enum ProviderCheck implements Check {
    PROVIDER_REGISTERED("is registered"),
    LIMIT_KNOWN("its limits are declared, no looser than the requirement knows them"),
    VOLUME_FITS("its declared limits leave room for the data volume"),
    CREDENTIAL_STORED("the credentials that its document names are stored"),
    CREDENTIAL_ACCEPTED("its last answer to a signed request did not refuse the credential"),
    ANSWERED_LIVE("it answered a call of the project itself, recently"),
    CALLS_ANSWERED("it answered 95% of the project's calls of the last 24 hours"),
    WAY_OUT_DECLARED("if it is critical, a fallback provider or a degraded answer is declared"),
    PROBE_CONFIGURED("a probe is configured"),
    PROBE_GREEN("the last probe was green"),
    STANDING_PRESENT("the sweep keeps its standing"),
    NO_OPEN_ESCALATION("no case file about it is open");

    private final String demands;

    ProviderCheck(String demands) {
        this.demands = demands;
    }

    @Override
    public String demands() {
        return demands;
    }

    Finding look(String provider, ApiNeed need, ProviderFacts facts, Instant now) {
        ProviderFindings findings = new ProviderFindings(provider, need, facts, now);
        WatchFindings watch = new WatchFindings(provider, need, facts, now);
        return switch (this) {
            case PROVIDER_REGISTERED -> findings.registered();
            case LIMIT_KNOWN -> findings.limitKnown();
            case VOLUME_FITS -> findings.volumeFits();
            case CREDENTIAL_STORED -> findings.credentialStored();
            case CREDENTIAL_ACCEPTED -> findings.credentialAccepted();
            case ANSWERED_LIVE -> findings.answeredLive();
            case CALLS_ANSWERED -> findings.callsAnswered();
            case WAY_OUT_DECLARED -> findings.wayOutDeclared();
            case PROBE_CONFIGURED -> watch.probeConfigured();
            case PROBE_GREEN -> watch.probeGreen();
            case STANDING_PRESENT -> watch.standingPresent();
            case NO_OPEN_ESCALATION -> watch.noOpenEscalation();
        };
    }
}
