/** The schemes that sign each request by itself: pure, so that published vectors decide whether they are right. */
@NullMarked
package dev.heir.integration.outbound.signing;

import org.jspecify.annotations.NullMarked;
