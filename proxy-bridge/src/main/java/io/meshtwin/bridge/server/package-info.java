/**
 * The ADS server: state-of-the-world and delta, our own stream handler on grpc-java.
 *
 * <p>Input: a {@link io.meshtwin.bridge.cache.Configuration} per proxy. Output: responses, and the
 * ledger's entries. Invariants: at most one response of a type is on its way to a proxy, so nothing
 * queues; what a proxy has is not sent, nor what it refused; new clusters and their endpoints are
 * ACKed before any listener or route names them, and old ones go after the last that named them.
 */
@NullMarked
package io.meshtwin.bridge.server;

import org.jspecify.annotations.NullMarked;
