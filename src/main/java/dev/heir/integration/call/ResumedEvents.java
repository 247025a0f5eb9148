package dev.heir.integration.call;

import dev.heir.integration.provider.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Server-sent events as one stream, over as many connections as it takes. */
final class ResumedEvents extends InputStream {

    private static final int PIECE = 16 * 1024;

    private final EventSplitter events;
    private final GoingOn goingOn;
    private final byte[] piece = new byte[PIECE];

    private volatile Flow flow;
    private volatile boolean unwanted;
    private InputStream from = InputStream.nullInputStream();
    private boolean opened;
    private boolean over;
    private byte[] ready = new byte[0];
    private int next;
    private int inVain;
    private long eventsBefore;

    /** How a stream goes on that broke off. */
    interface GoingOn {

        /**
         * @param inVain how often it went on before without another event
         * @return what comes next; an ended flow where the provider says that there is no more, empty where it cannot
         */
        Optional<Flow> after(EventSplitter events, int inVain, IOException broken);
    }

    ResumedEvents(Flow first, EventSplitter events, GoingOn goingOn) {
        this.flow = first;
        this.events = events;
        this.goingOn = goingOn;
    }

    /** Nobody wants the rest; from any thread. */
    void cut() {
        unwanted = true;
        flow.cut();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == ready.length) {
            if (over) {
                return -1;
            }
            more();
        }
        int count = Math.min(length, ready.length - next);
        System.arraycopy(ready, next, into, offset, count);
        next += count;
        return count;
    }

    private void more() throws IOException {
        if (!opened) {
            from = flow.open();
            opened = true;
        }
        try {
            int count = from.read(piece);
            if (count < 0) {
                over = true;
                events.end();
            } else {
                events.take(piece, count);
            }
        } catch (IOException broken) {
            goOn(broken);
        }
        ready = events.ready();
        next = 0;
    }

    private void goOn(IOException broken) throws IOException {
        from.close();
        if (unwanted || !events.mayGoOn()) {
            throw broken;
        }
        inVain = events.events() > eventsBefore ? 0 : inVain + 1;
        eventsBefore = events.events();
        flow = next(broken).orElseThrow(() -> broken);
        if (unwanted) { // who asked went away meanwhile
            flow.cut();
            throw broken;
        }
        from = flow.open();
        events.goOn();
    }

    /** Trouble of our own ends the stream as its break does: whoever passes it on must hear of it. */
    private Optional<Flow> next(IOException broken) throws IOException {
        try {
            return goingOn.after(events, inVain, broken);
        } catch (RuntimeException ours) {
            broken.addSuppressed(ours);
            throw broken;
        }
    }

    @Override
    public void close() throws IOException {
        from.close();
        if (!opened) {
            flow.cut();
        }
    }
}
