package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way to a caller, of which a copy is taken as long as it is small: what breaks off has none. */
final class Tee extends InputStream {

    private final Flow from;
    private final int most;
    private final Consumer<Optional<Body>> end;
    private final AtomicBoolean told = new AtomicBoolean();
    private ByteArrayOutputStream copy = new ByteArrayOutputStream();
    private @Nullable InputStream bytes;

    /**
     * @param most bytes that are copied
     * @param end hears of the whole, or that there is no copy of it; once
     */
    Tee(Flow from, int most, Consumer<Optional<Body>> end) {
        this.from = from;
        this.most = most;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = opened().read(into, offset, length);
        if (count < 0) {
            boolean whole = from.length().isEmpty() || from.length().getAsLong() == copy.size();
            tell(whole ? Optional.of(Body.of(copy.toByteArray())) : Optional.empty());
        } else if (!told.get()) {
            if (copy.size() + count > most) {
                tell(Optional.empty());
            } else {
                copy.write(into, offset, count);
            }
        }
        return count;
    }

    private InputStream opened() {
        InputStream open = bytes;
        if (open == null) {
            open = from.open();
            bytes = open;
        }
        return open;
    }

    /** Bytes of the copy, so far. */
    int held() {
        return copy.size();
    }

    private void tell(Optional<Body> whole) {
        if (told.compareAndSet(false, true)) {
            copy = new ByteArrayOutputStream(0); // it may have grown large, and its reader may be slow
            end.accept(whole);
        }
    }

    /** Nobody reads the rest. */
    void cut() {
        tell(Optional.empty());
    }

    @Override
    public void close() throws IOException {
        cut();
        opened().close();
    }
}
