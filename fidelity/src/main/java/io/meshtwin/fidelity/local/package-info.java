/**
 * A mesh on this machine: its Services, endpoints and Gateways on loopback addresses, a bridge that
 * serves it, real Envoys that run it, and echo workloads that answer.
 *
 * <p>Input: a resolved mesh. Output: where to send a request so that it takes the way that a
 * client's request would. Invariants: nothing is reachable from outside this machine; the same mesh
 * gets the same addresses.
 */
@NullMarked
package io.meshtwin.fidelity.local;

import org.jspecify.annotations.NullMarked;
