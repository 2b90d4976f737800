/**
 * A second reading of the Gateway API: a naive evaluator, written from the specification and
 * sharing no code with the twin.
 *
 * <p>Input: a mesh as JSON objects, and a request. Output: what can become of it and how likely, as
 * text. Invariants: one loop a sentence of the specification; no index, no cache, no cleverness.
 * Where it and the simulator differ, one of them misreads the specification.
 */
@NullMarked
package io.meshtwin.testkit.spec;

import org.jspecify.annotations.NullMarked;
