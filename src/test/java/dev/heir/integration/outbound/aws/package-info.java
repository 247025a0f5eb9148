@NullMarked
package dev.heir.integration.outbound.aws;

import org.jspecify.annotations.NullMarked;
