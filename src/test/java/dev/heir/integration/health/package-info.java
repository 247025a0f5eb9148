@org.jspecify.annotations.NullMarked
package dev.heir.integration.health;
