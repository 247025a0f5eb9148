package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Noted;
import dev.heir.integration.scrape.extract.Remembered;
import java.util.List;
import java.util.Map;

/** Port to what pages showed before: the last good value of each field, and where it stood. */
public interface FieldMemory {

    /** By the field's name; one that the page never showed, looked for in the same ways, is absent. */
    Map<String, Remembered> recall(String project, PageUrl page, List<Field> fields);

    /** Takes the place of what was remembered of these fields. */
    void note(String project, PageUrl page, List<Noted> notes);
}
