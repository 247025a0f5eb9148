/** The functions of AWS Lambda: each handler translates its events and delegates, as the resources do for HTTP. */
@NullMarked
package dev.heir.integration.function;

import org.jspecify.annotations.NullMarked;
