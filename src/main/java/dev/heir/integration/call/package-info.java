/**
 * One request through the ladder to an answer: the function {@code call-api}, and the way out for everyone else here.
 *
 * <p>The decisions are made in {@code strike}; this room carries them out within one deadline and sees to it that the
 * ledger knows the call before its caller does. A WebSocket is a call as well, until it is open; {@code call.socket} passes it
 * on from there.
 */
@NullMarked
package dev.heir.integration.call;

import org.jspecify.annotations.NullMarked;
