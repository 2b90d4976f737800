/**
 * The proof: what the simulator predicts beside what a real Envoy does.
 *
 * <p>Input: a resolved mesh and calls. Output: a report of what agreed, what did not, and what was
 * not checked and why. Invariants: every difference is reported, none is tolerated; what is random
 * is judged by an exact test whose false alarm rate for a whole run is below one in a million.
 */
@NullMarked
package io.meshtwin.fidelity.check;

import org.jspecify.annotations.NullMarked;
