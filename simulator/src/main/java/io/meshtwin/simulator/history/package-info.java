/**
 * What a mesh's past did to a flow: which event broke it, which events give its verdict, when an
 * intent held.
 *
 * <p>Input: an image, the events after it, and how to judge an image. Output: {@link
 * io.meshtwin.simulator.history.Bisection}, {@link io.meshtwin.simulator.history.Blame}, {@link
 * io.meshtwin.simulator.history.Turn}s. Invariants: what is named is proven by simulating the mesh
 * with and without it; resources outside a flow's {@link io.meshtwin.simulator.history.Reach} do
 * not change its verdict.
 */
@NullMarked
package io.meshtwin.simulator.history;

import org.jspecify.annotations.NullMarked;
