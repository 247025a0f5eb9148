package dev.heir.integration.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads {@link GeneratedDocument} from the body of a request. */
@Provider
@Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
public final class GeneratedDocumentReader implements MessageBodyReader<GeneratedDocument> {

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == GeneratedDocument.class;
    }

    @Override
    public GeneratedDocument readFrom(
            Class<GeneratedDocument> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return mediaType.getSubtype().endsWith("json")
                ? DocumentText.generatedJson(body)
                : DocumentText.generatedYaml(body);
    }
}
