/** The only JPA and SQL: entities, and the ports of the capabilities that PostgreSQL serves. */
@NullMarked
package dev.heir.integration.persistence;

import org.jspecify.annotations.NullMarked;
