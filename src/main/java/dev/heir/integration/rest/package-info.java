/** The operations over HTTP: resources that translate and delegate, and every failure as an RFC 9457 problem. */
@NullMarked
package dev.heir.integration.rest;

import org.jspecify.annotations.NullMarked;
