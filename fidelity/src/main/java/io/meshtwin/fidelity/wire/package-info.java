/**
 * HTTP/1.1 and HTTP/2 as bytes: a client and a server side that send and receive messages exactly
 * as they are, in plain text or in TLS.
 *
 * <p>Why not a library: the JDK's client and server, and grpc-java's, refuse or normalise what a
 * proof needs, targets such as {@code /a/../b} or {@code /a|b}, repeated headers and their order,
 * names in SNI and in Host that differ. Netty does HPACK. Invariants: nothing is added, dropped,
 * reordered or decoded; every read of a client has a time limit.
 */
@NullMarked
package io.meshtwin.fidelity.wire;

import org.jspecify.annotations.NullMarked;
