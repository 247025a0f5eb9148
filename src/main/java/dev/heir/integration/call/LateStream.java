package dev.heir.integration.call;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that are asked for when somebody reads them: until then a flow may be cut, since nobody came. */
final class LateStream extends InputStream {

    /** Where they come from. */
    interface Source {
        InputStream open() throws IOException;
    }

    private final Source source;
    private @Nullable InputStream bytes;

    LateStream(Source source) {
        this.source = source;
    }

    private InputStream opened() throws IOException {
        InputStream open = bytes;
        if (open == null) {
            open = source.open();
            bytes = open;
        }
        return open;
    }

    @Override
    public int read() throws IOException {
        return opened().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return opened().read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        opened().close();
    }
}
