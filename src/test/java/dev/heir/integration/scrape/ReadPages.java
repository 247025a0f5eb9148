package dev.heir.integration.scrape;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pages as they are judged and read when a website answers with them, for tests of what is concluded from them. */
public final class ReadPages {

    private ReadPages() {}

    public static Page read(PageUrl url, Order order, int status, String html) {
        Errand errand = new Errand(new UUID(0, 1), new UUID(0, 2), "shop", url, order, url, 0, 1, 0);
        Reply reply =
                new Reply.Responded(status, Map.of("content-type", List.of("text/html")), Body.of(html), Instant.EPOCH);
        return switch (new Judgement(Configured.with()).judge(errand, reply)) {
            case Verdict.End(Page page, var _, var _) -> page;
            case Verdict.Hollow(Verdict.End plain, var _) -> plain.page();
            case Verdict.NotNow notNow -> new Page.Dead(url.uri(), "not now", 1);
            case Verdict.Again(String reason) -> new Page.Dead(url.uri(), reason, 5);
            case Verdict.LeaveAlone left -> new Page.Dead(url.uri(), left.reason(), 20);
            case Verdict.Moved moved -> new Page.Failed(url.uri(), "moved to " + moved.to());
        };
    }
}
