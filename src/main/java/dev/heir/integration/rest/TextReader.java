package dev.heir.integration.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Consumer;

/** Reads what people write as JSON or YAML, whichever the request's type says, from the body of a request. */
abstract class TextReader<T> implements MessageBodyReader<T> {

    private final Class<T> what;
    private final Format<T> json;
    private final Format<T> yaml;
    private final Consumer<T> check;

    /** How a text becomes a document. */
    interface Format<T> {
        T read(InputStream body) throws IOException;
    }

    TextReader(Class<T> what, Format<T> json, Format<T> yaml, Consumer<T> check) {
        this.what = what;
        this.json = json;
        this.yaml = yaml;
        this.check = check;
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
        T read = (mediaType.getSubtype().endsWith("json") ? json : yaml).read(body);
        check.accept(read);
        return read;
    }
}
