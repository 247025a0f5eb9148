/**
 * The operations over HTTP: resources that translate and delegate, and every failure as an RFC 9457 problem. WebSockets have a
 * route of their own beside them ({@code SocketDoor}).
 */
@NullMarked
package dev.heir.integration.rest;

import org.jspecify.annotations.NullMarked;
