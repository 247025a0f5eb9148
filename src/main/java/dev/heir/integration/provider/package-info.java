/**
 * What we can reach: providers, their operations, limits and prices, and the projects that ask for them.
 *
 * <p>Only the JDK is used here. Values are valid from birth: a document that is not is answered with all its flaws.
 */
@NullMarked
package dev.heir.integration.provider;

import org.jspecify.annotations.NullMarked;
