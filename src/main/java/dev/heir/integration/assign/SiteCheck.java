package dev.heir.integration.assign;

import java.time.Instant;

/** What can be seen about the reading of a page. */
public enum SiteCheck implements Check {
    ROBOTS_ALLOW("its robots.txt allows us to read it"),
    CRAWL_DELAY_KEPT("requests to its host were at least the asked delay apart"),
    PAGE_READ("the last attempt to read it succeeded"),
    DATA_FOUND("it yielded every datum asked for"),
    FRESH_ENOUGH("it was read as often as asked");

    private final String demands;

    SiteCheck(String demands) {
        this.demands = demands;
    }

    @Override
    public String demands() {
        return demands;
    }

    Finding look(String page, SiteNeed need, SiteFacts facts, Instant now) {
        SiteFindings findings = new SiteFindings(page, need, facts, now);
        return switch (this) {
            case ROBOTS_ALLOW -> findings.robotsAllow();
            case CRAWL_DELAY_KEPT -> findings.crawlDelayKept();
            case PAGE_READ -> findings.pageRead();
            case DATA_FOUND -> findings.dataFound();
            case FRESH_ENOUGH -> findings.freshEnough();
        };
    }
}
