/**
 * WebSockets that are passed on (RFC 6455): frames go from one side to the other as they are, in their order and at the
 * pace of whoever reads them. Only where they begin and end is looked at, so that a side can be told why it ends.
 *
 * <p>Nothing here knows providers, limits or the ledger; bytes are read and written by threads that may block.
 */
@NullMarked
package dev.heir.integration.call.socket;

import org.jspecify.annotations.NullMarked;
