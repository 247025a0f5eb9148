package dev.heir.integration.call.socket;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The connection to one side, its handshake done.
 *
 * @param from what it sends; ends, or fails, when it is gone
 * @param to blocks until what is written has left, and fails when the side takes nothing for too long
 * @param cut ends the connection, from any thread, after what was written before
 */
public record Line(InputStream from, OutputStream to, Runnable cut) {}
