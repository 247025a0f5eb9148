@NullMarked
package dev.heir.integration.persistence;

import org.jspecify.annotations.NullMarked;
