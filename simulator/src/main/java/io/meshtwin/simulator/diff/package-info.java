/**
 * What a change does to behaviour: every class of requests that is answered differently.
 *
 * <p>Input: a mesh before and after. Output: a {@link io.meshtwin.simulator.diff.Preview}.
 * Invariants: a class is a non-empty cell of (client group, destination, deciding rule before,
 * deciding rule after) with a witness; what could not be decided is reported as unknown, never left
 * out; deterministic; the digest contains no offsets, times, files or counts of pods.
 */
@NullMarked
package io.meshtwin.simulator.diff;

import org.jspecify.annotations.NullMarked;
