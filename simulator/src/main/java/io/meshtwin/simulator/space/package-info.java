/**
 * The space of requests: which requests reach a rule past the rules before it, with a witness.
 *
 * <p>Input: matches that must take a request and matches that must not. Output: a {@link
 * io.meshtwin.simulator.space.Point witness}, a proof that there is none, or "not decided" with the
 * reason. Invariants: exact for everything but regular expressions; an answer about those is either
 * proven or not given; deterministic.
 */
@NullMarked
package io.meshtwin.simulator.space;

import org.jspecify.annotations.NullMarked;
