@NullMarked
package dev.heir.integration.persistence.embedded;

import org.jspecify.annotations.NullMarked;
