/**
 * The space of requests: which requests reach a rule past the rules before it, with a witness.
 *
 * <p>Input: matches that must take a request and matches that must not. Output: a {@link
 * io.meshtwin.simulator.space.Point witness}, a proof that there is none, or "not decided" with the
 * reason. Invariants: exact, regular expressions among them; an answer is either proven or not
 * given, and then says which bound was hit; deterministic.
 */
@NullMarked
package io.meshtwin.simulator.space;

import org.jspecify.annotations.NullMarked;
