package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import java.util.List;
import java.util.Map;

/** Port to what pages showed before: the last good value of each field, and where it stood. */
public interface FieldMemory {

    /** By the field's name; one that the page never showed, looked for in the same ways, is absent. */
    Map<String, Remembered> recall(String project, PageUrl page, List<Field> fields);

    /**
     * What is shown takes the place of what was remembered. A field that its site used to show and has not shown for long
     * becomes a person's case, one for each project, host and field, which ends when the field is read again.
     *
     * @param drift when that is
     */
    void note(String project, PageUrl page, Notes notes, ScrapeConfig.Drift drift);
}
