/** SQS, which wakes the functions; nothing else knows it. */
@NullMarked
package dev.heir.integration.queue;

import org.jspecify.annotations.NullMarked;
