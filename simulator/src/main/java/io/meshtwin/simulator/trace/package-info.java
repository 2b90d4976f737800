/**
 * Why a verdict is what it is: hops and the steps in them, each citing resource, field and source.
 *
 * <p>Input: a {@link io.meshtwin.simulator.flow.Decision}. Output: a {@link
 * io.meshtwin.simulator.trace.Trace}. Invariant: walking and recording are apart; a trace is made
 * afterwards from the decision, so that simulating costs nothing for it.
 */
@NullMarked
package io.meshtwin.simulator.trace;

import org.jspecify.annotations.NullMarked;
