import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.scrape.extract.Article;
import dev.heir.integration.scrape.extract.Articles;
import dev.heir.integration.scrape.extract.Thing;
import dev.heir.integration.scrape.extract.Things;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/**
 * Precision, recall and F1: of article text against the sources that its authors wrote, by words; of structured data
 * against pages labelled by hand, by values. Others' results are scored in the same way when they are there.
 */
public class Extract {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    record Score(double precision, double recall) {
        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    public static void main(String[] args) throws IOException {
        articles(Path.of(args[0]), Path.of(args[1]));
        things(Path.of(args[2]), Path.of(args[1]));
    }

    static void articles(Path html, Path others) throws IOException {
        Map<String, List<Score>> scores = new HashMap<>();
        long spent = 0;
        int pages = 0;
        try (Stream<Path> sources = Files.walk(html.resolve("_sources"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".rst.txt")).sorted().toList()) {
                String name = html.resolve("_sources").relativize(source).toString().replace(".rst.txt", "");
                Path page = html.resolve(name + ".html");
                Map<String, Integer> truth = words(plain(Files.readString(source)));
                // Pages of fewer words are tables of contents, whose words stand in other files.
                if (!Files.exists(page) || truth.values().stream().mapToInt(n -> n).sum() < 100) {
                    continue;
                }
                String text = Files.readString(page);
                long from = System.nanoTime();
                String ours = Articles.of(Jsoup.parse(text, "http://localhost/"), 10_000_000).map(Article::text).orElse("");
                spent += System.nanoTime() - from;
                pages++;
                add(scores, "ours", truth, ours);
                add(scores, "whole page", truth, Jsoup.parse(text).text());
                Path other = others.resolve("readability").resolve(name.replace('/', '_') + ".txt");
                if (Files.exists(other)) {
                    add(scores, "python3-readability", truth, Files.readString(other));
                }
            }
        }
        System.out.printf(Locale.ROOT, "article text, %d pages of python3.11-doc against their sources, mean of pages;"
                + " ours %.1f ms a page with parsing%n", pages, spent / 1e6 / pages);
        scores.forEach(Extract::print);
    }

    static void add(Map<String, List<Score>> scores, String who, Map<String, Integer> truth, String text) {
        scores.computeIfAbsent(who, ignored -> new ArrayList<>()).add(score(truth, words(text)));
    }

    static void things(Path labelled, Path others) throws IOException {
        Map<String, int[]> counts = new HashMap<>();
        int pages = 0;
        try (Stream<Path> files = Files.list(labelled)) {
            for (Path page : files.filter(path -> path.toString().endsWith(".html")).sorted().toList()) {
                String name = page.getFileName().toString().replace(".html", "");
                Map<String, Integer> truth = new HashMap<>();
                Files.readAllLines(labelled.resolve(name + ".values")).forEach(line -> truth.merge(line, 1, Integer::sum));
                Map<String, Integer> ours = new HashMap<>();
                for (Thing thing : Things.of(Jsoup.parse(Files.readString(page), "https://shop.example/page"))) {
                    flat(thing.types().isEmpty() ? "" : thing.types().getFirst(), thing.properties(), ours);
                }
                count(counts.computeIfAbsent("ours", ignored -> new int[3]), truth, ours);
                Path other = others.resolve("extruct").resolve(name + ".values");
                if (Files.exists(other)) {
                    Map<String, Integer> theirs = new HashMap<>();
                    Files.readAllLines(other).forEach(line -> theirs.merge(line, 1, Integer::sum));
                    count(counts.computeIfAbsent("python3-extruct", ignored -> new int[3]), truth, theirs);
                }
                pages++;
            }
        }
        System.out.printf("structured data, %d pages labelled by hand, values of all pages%n", pages);
        counts.forEach((who, count) -> print(who, List.of(new Score(
                count[1] == 0 ? 0 : (double) count[0] / count[1], (double) count[0] / count[2]))));
    }

    static void count(int[] counts, Map<String, Integer> truth, Map<String, Integer> found) {
        counts[0] += shared(truth, found);
        counts[1] += found.values().stream().mapToInt(n -> n).sum();
        counts[2] += truth.values().stream().mapToInt(n -> n).sum();
    }

    static void flat(String path, JsonNode node, Map<String, Integer> into) {
        if (node.isObject()) {
            node.properties().stream()
                    .filter(entry -> !entry.getKey().startsWith("@"))
                    .forEach(entry -> flat(path + "." + entry.getKey(), entry.getValue(), into));
        } else if (node.isArray()) {
            node.forEach(each -> flat(path, each, into));
        } else {
            into.merge(path + "=" + node.asText(), 1, Integer::sum);
        }
    }

    static Score score(Map<String, Integer> truth, Map<String, Integer> found) {
        double shared = shared(truth, found);
        int all = found.values().stream().mapToInt(n -> n).sum();
        return new Score(all == 0 ? 0 : shared / all, shared / truth.values().stream().mapToInt(n -> n).sum());
    }

    static int shared(Map<String, Integer> truth, Map<String, Integer> found) {
        return truth.entrySet().stream()
                .mapToInt(entry -> Math.min(entry.getValue(), found.getOrDefault(entry.getKey(), 0)))
                .sum();
    }

    static Map<String, Integer> words(String text) {
        Map<String, Integer> words = new HashMap<>();
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.merge(word.group(), 1, Integer::sum));
        return words;
    }

    /** What of the source stands on the page: without labels, options, comments, inclusions and the marks of roles. */
    static String plain(String source) {
        StringBuilder text = new StringBuilder();
        int left = -1;
        for (String line : source.split("\n")) {
            int indent = line.length() - line.stripLeading().length();
            String words = line.strip();
            if (left >= 0 && (words.isEmpty() || indent > left)) {
                continue;
            }
            left = -1;
            if (words.matches("\\.\\. (toctree|index|include|literalinclude|only|highlight|sectionauthor|moduleauthor"
                            + "|module|currentmodule|testsetup|testcleanup|productionlist|tabularcolumns|image|figure|raw)::.*")
                    || words.matches("\\.\\.( (?!\\S+::).*)?")) {
                left = indent;
            } else if (!words.matches("[=\\-~^\"'*#+`.:]{3,}|[=+\\- |]{6,}|:[\\w-]+:.*|\\.\\. _.*")) {
                text.append(words.replaceFirst("^\\.\\. [\\w:-]+:: ?", "")).append('\n');
            }
        }
        return text.toString()
                .replaceAll(":[\\w:+-]+:`[!~]?([^`<]*?)(?: ?<[^`>]*>)?`", "$1")
                .replaceAll("`([^`<]*?) ?<[^`>]*>`_{1,2}", "$1")
                .replaceAll("\\|(\\w+)\\|", "");
    }

    static void print(String who, List<Score> scores) {
        double precision = scores.stream().mapToDouble(Score::precision).average().orElse(0);
        double recall = scores.stream().mapToDouble(Score::recall).average().orElse(0);
        double f1 = scores.stream().mapToDouble(Score::f1).average().orElse(0);
        System.out.printf(Locale.ROOT, "  %-22s precision %.3f  recall %.3f  F1 %.3f%n", who, precision, recall, f1);
    }
}
