/**
 * OpenAPI documents as providers: what they say becomes a provider's document, a contract and what is to be told of both.
 *
 * <p>A lean reader of the subset that a caller needs. Nothing is fetched, nothing is unfolded: a reference stays one, so a
 * document that refers to itself costs no more than its size.
 */
@NullMarked
package dev.heir.integration.provider.openapi;

import org.jspecify.annotations.NullMarked;
