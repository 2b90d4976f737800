/**
 * The real Envoy on this machine: where its program is, and one running process of it.
 *
 * <p>Input: the environment and a bootstrap. Output: a process whose admin interface answered that
 * it is ready. Invariants: nothing listens but on loopback; a process never outlives an orderly end
 * of this JVM; what Envoy said is in a file, and in the message when it fails.
 */
@NullMarked
package io.meshtwin.fidelity.envoy;

import org.jspecify.annotations.NullMarked;
