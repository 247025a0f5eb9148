package dev.heir.integration.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads what people write as JSON or YAML, whichever the request's type says, from the body of a request. */
abstract class TextReader<T> implements MessageBodyReader<T> {

    private final Class<T> what;
    private final Format<T> json;
    private final Format<T> yaml;

    /** How a text becomes a document. */
    interface Format<T> {
        T read(InputStream body) throws IOException;
    }

    TextReader(Class<T> what, Format<T> json, Format<T> yaml) {
        this.what = what;
        this.json = json;
        this.yaml = yaml;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == what;
    }

    @Override
    public T readFrom(
            Class<T> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return (mediaType.getSubtype().endsWith("json") ? json : yaml).read(body);
    }
}
