/**
 * What one request does: dial, listener, virtual host, rule, action, backends.
 *
 * <p>Input: a {@link io.meshtwin.simulator.flow.Call} and a resolved mesh. Output: a {@link
 * io.meshtwin.simulator.flow.Decision} (where it went, for traces) with a {@link
 * io.meshtwin.simulator.flow.Verdict}. Invariants: pure; what a rule does is worked out once, not
 * for each request; what is not modelled is {@code unknown} with its reason, never a guess.
 */
@NullMarked
package io.meshtwin.simulator.flow;

import org.jspecify.annotations.NullMarked;
