package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** RDFa Lite 1.1: {@code vocab}, {@code typeof}, {@code property}, {@code resource}, {@code prefix}. */
final class RdfaLite {

    private final List<ObjectNode> top = new ArrayList<>();
    private final Allowance left = new Allowance(Things.MOST_VALUES, Things.MOST_TEXT);

    private RdfaLite() {}

    /** What holds below an element. */
    private record Scope(String vocabulary, Map<String, String> prefixes, Optional<Properties> item, int depth) {

        Scope at(Element element) {
            String vocab = element.hasAttr("vocab") ? element.attr("vocab").strip() : vocabulary;
            Map<String, String> named = prefixes;
            if (element.hasAttr("prefix")) {
                named = new HashMap<>(prefixes);
                String[] words = element.attr("prefix").strip().split("\\s+");
                for (int i = 0; i + 1 < words.length; i += 2) {
                    named.put(words[i].replaceFirst(":$", ""), words[i + 1]);
                }
            }
            return new Scope(vocab, named, item, depth + 1);
        }

        String name(String word) {
            int colon = word.indexOf(':');
            if (colon > 0) {
                String address = prefixes.get(word.substring(0, colon));
                return Things.shortName(address == null ? word : address + word.substring(colon + 1));
            }
            return Things.shortName(vocabulary + word);
        }

        Scope in(Properties inner) {
            return new Scope(vocabulary, prefixes, Optional.of(inner), depth);
        }
    }

    static List<Thing> things(Document document) {
        if (document.selectFirst("[typeof]") == null) {
            return List.of();
        }
        RdfaLite page = new RdfaLite();
        page.readAll(document, new Scope("", Map.of(), Optional.empty(), 0));
        return page.top.stream()
                .filter(found -> found.properties().iterator().hasNext())
                .limit(Things.MOST)
                .map(found -> Properties.thing(Syntax.RDFA, found))
                .toList();
    }

    /** In the order of the page, without recursion: a page may nest as deep as it likes. */
    private void readAll(Element root, Scope around) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(root, around));
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            read(visit.element, visit.around)
                    .ifPresent(below ->
                            visit.element.children().reversed().forEach(child -> open.push(new Visit(child, below))));
        }
    }

    private record Visit(Element element, Scope around) {}

    /** @return what is around what it contains; empty where that is not read any more */
    private Optional<Scope> read(Element element, Scope around) {
        Scope scope = around.at(element);
        List<String> names = words(element.attr("property")).map(scope::name).toList();
        Scope below = scope;
        if (element.hasAttr("typeof")) {
            if (!left.take()) {
                return Optional.empty();
            }
            List<String> types = words(element.attr("typeof")).map(scope::name).toList();
            Optional<String> id = Stream.of("resource", "href", "src")
                    .map(element::attr)
                    .filter(value -> !value.isBlank())
                    .findFirst();
            Properties inner = Properties.of(types, id);
            if (names.isEmpty() || scope.item().isEmpty()) {
                top.add(inner.node());
            } else {
                names.forEach(name -> scope.item().get().add(name, inner.node()));
            }
            below = scope.in(inner);
        } else if (!names.isEmpty() && scope.item().isPresent()) {
            if (!left.take()) {
                return Optional.empty();
            }
            String value = MarkedValue.ofRdfa(element);
            names.forEach(name -> scope.item().get().add(name, left.fit(value)));
        }
        return Optional.of(below);
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty());
    }
}
