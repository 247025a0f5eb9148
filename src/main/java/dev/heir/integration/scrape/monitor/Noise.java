package dev.heir.integration.scrape.monitor;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/** What differs between two looks at a page that nobody has changed: times, counters, session ids, ways to write the same. */
record Noise(List<Pattern> own) {

    private static final String MONTH =
            "(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\\p{L}*\\.?";

    private static final List<Form> FORMS = List.of(
            new Form(
                    "\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)?(?:Z|[+-]\\d{2}:?\\d{2})?",
                    "<date>"),
            new Form("\\b\\d{1,2}[./]\\d{1,2}[./](?:\\d{4}|\\d{2})\\b", "<date>"),
            new Form("\\b\\d{1,2}(?:st|nd|rd|th|\\.)?\\s+" + MONTH + "(?:,?\\s+\\d{4})?\\b", "<date>"),
            new Form("\\b" + MONTH + "\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?\\b", "<date>"),
            new Form("\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\s*[ap]\\.?m\\b\\.?)?", "<time>"),
            new Form(
                    "\\b(?:\\d+|an?|one|few|a few)\\s+(?:second|minute|hour|day|week|month|year|sec|min|hr)s?\\s+ago\\b",
                    "<time>"),
            new Form("\\bvor\\s+(?:\\d+|einer|einem|wenigen)\\s+\\p{L}+", "<time>"),
            new Form("\\b(?:just now|moments ago|today|yesterday|gerade eben|heute|gestern)\\b", "<time>"),
            new Form(
                    "\\b\\d[\\d.,]{0,14}+[km]?\\s?(?:views?|visits?|visitors?|people|users?|online|viewing|watching|likes?|shares?|followers?"
                            + "|downloads?|reads?|clicks?|aufrufe|besucher|personen)\\b",
                    "<count>"),
            new Form("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", "<id>"),
            new Form("\\b(?=[0-9a-z]*\\d)(?=[0-9a-z]*[a-z])[0-9a-z]{16,}\\b", "<id>"));

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\n\\t]]");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private record Form(Pattern found, String instead) {

        Form(String found, String instead) {
            this(Pattern.compile(found, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), instead);
        }
    }

    Noise {
        own = List.copyOf(own);
    }

    /** What two looks are compared by; blank when nothing but noise is in it. */
    String without(String text) {
        String quiet = text;
        for (Pattern ours : own) {
            quiet = ours.matcher(quiet).replaceAll(" ");
        }
        quiet = plain(quiet);
        for (Form form : FORMS) {
            quiet = form.found().matcher(quiet).replaceAll(form.instead());
        }
        return quiet;
    }

    /** One way to write what looks the same: a value that somebody named is compared by this, its dates and counts are meant. */
    static String plain(String text) {
        String visible = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        return SPACE.matcher(visible)
                .replaceAll(" ")
                .replaceAll("[‘’‚′]", "'")
                .replaceAll("[“”„″]", "\"")
                .replaceAll("[‐‑‒–—−]", "-")
                .strip();
    }
}
