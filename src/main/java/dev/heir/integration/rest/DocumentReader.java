package dev.heir.integration.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/** Reads {@link Document} from the body of a request. */
@Provider
@Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
public final class DocumentReader extends TextReader<Document> {

    DocumentReader(HeldSecrets secrets, UriInfo uri) {
        super(Document.class, DocumentText::json, DocumentText::yaml, document -> secrets.refuse(document.tree(), uri));
    }
}
