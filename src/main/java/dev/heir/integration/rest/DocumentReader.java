package dev.heir.integration.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ext.Provider;

/** Reads {@link Document} from the body of a request. */
@Provider
@Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
public final class DocumentReader extends TextReader<Document> {

    public DocumentReader() {
        super(Document.class, DocumentText::json, DocumentText::yaml);
    }
}
