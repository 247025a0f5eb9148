package dev.heir.integration.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/** Reads {@link GeneratedDocument} from the body of a request. */
@Provider
@Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
public final class GeneratedDocumentReader extends TextReader<GeneratedDocument> {

    GeneratedDocumentReader(HeldSecrets secrets, UriInfo uri) {
        super(
                GeneratedDocument.class,
                DocumentText::generatedJson,
                DocumentText::generatedYaml,
                document -> secrets.refuse(document.tree(), uri));
    }
}
