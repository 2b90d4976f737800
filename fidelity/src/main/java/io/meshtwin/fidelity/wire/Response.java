package io.meshtwin.fidelity.wire;

/**
 * A response as it stood on the wire.
 *
 * @param status 200 to 599
 * @param headers as received
 * @param body decoded from chunks and UTF-8, empty for none
 */
public record Response(int status, Headers headers, String body) {}
