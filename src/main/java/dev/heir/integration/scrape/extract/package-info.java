/**
 * What a page says, as records: structured data, tables, article text, and typed fields that tell how sure they are.
 *
 * <p>All of it is pure: a document in, values out; hostile pages cost bounded time and room and never an exception.
 */
@NullMarked
package dev.heir.integration.scrape.extract;

import org.jspecify.annotations.NullMarked;
