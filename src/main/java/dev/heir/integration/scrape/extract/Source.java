package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** A page while its fields are read: what several of them need is made once, and only when it is needed. */
final class Source {

    private final Document document;
    private final Optional<JsonNode> answer;
    private org.w3c.dom.@Nullable Document dom;
    private @Nullable List<JsonNode> json;
    private @Nullable List<Thing> things;

    private Source(Document document, Optional<JsonNode> answer) {
        this.document = document;
        this.answer = answer;
    }

    static Source of(Document document) {
        return new Source(document, Optional.empty());
    }

    /** An answer that is JSON has no elements. */
    static Source of(JsonNode answer) {
        return new Source(Document.createShell(""), Optional.of(answer));
    }

    Document document() {
        return document;
    }

    org.w3c.dom.Document dom() {
        if (dom == null) {
            dom = new W3CDom().namespaceAware(false).fromJsoup(document);
        }
        return dom;
    }

    List<JsonNode> json() {
        if (json == null) {
            json = new ArrayList<>();
            answer.ifPresent(json::add);
            json.addAll(EmbeddedJson.linkedData(document));
            json.addAll(EmbeddedJson.state(document));
        }
        return json;
    }

    List<Thing> things() {
        if (things == null) {
            things = Things.of(document);
        }
        return things;
    }
}
