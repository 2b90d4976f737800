/**
 * HTTP/1.1 as bytes: a client and a server side that send and receive messages exactly as they are.
 *
 * <p>Why not a library: the JDK's client and server refuse or normalise what a proof needs, targets
 * such as {@code /a/../b} or {@code /a|b}, repeated headers and their order. Invariants: nothing is
 * added, dropped, reordered or decoded; every read has a time limit.
 */
@NullMarked
package io.meshtwin.fidelity.wire;

import org.jspecify.annotations.NullMarked;
