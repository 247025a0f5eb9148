@org.jspecify.annotations.NullMarked
package dev.heir.integration.knowledge;
