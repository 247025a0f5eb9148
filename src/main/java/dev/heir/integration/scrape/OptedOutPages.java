package dev.heir.integration.scrape;

import dev.heir.integration.provider.Flaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages that are not taken on, because their owners asked that they be not read; who opts out later is heard at its turn. */
final class OptedOutPages {

    private OptedOutPages() {}

    static List<Flaw> among(List<PageUrl> pages, RobotsFiles files) {
        Map<String, Optional<String>> origins = new HashMap<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            PageUrl page = pages.get(i);
            String path = "pages[" + i + "]";
            origins.computeIfAbsent(page.origin(), origin -> reason(files, origin))
                    .ifPresent(reason -> flaws.add(
                            new Flaw(path, page.toString(), "must be a page whose owner lets it be read: " + reason)));
        }
        return flaws;
    }

    private static Optional<String> reason(RobotsFiles files, String origin) {
        return files.find(origin)
                .flatMap(known -> known.robots() instanceof RobotsTxt.OptedOut(String reason)
                        ? Optional.of(reason)
                        : Optional.empty());
    }
}
