package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import java.util.List;
import java.util.Map;

/** Every look at a page is the first. */
final class ForgetfulFields implements FieldMemory {

    @Override
    public Map<String, Remembered> recall(String project, PageUrl page, List<Field> fields) {
        return Map.of();
    }

    @Override
    public void note(String project, PageUrl page, Notes notes, ScrapeConfig.Drift drift) {}
}
