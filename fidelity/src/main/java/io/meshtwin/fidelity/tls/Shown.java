package io.meshtwin.fidelity.tls;

import org.jspecify.annotations.Nullable;

/**
 * What a client showed in its handshake with a backend.
 *
 * @param serverName the name it asked for, null for none
 * @param certificate whether it showed one
 */
public record Shown(@Nullable String serverName, boolean certificate) {}
