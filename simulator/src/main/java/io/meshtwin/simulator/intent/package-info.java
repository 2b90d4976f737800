/**
 * What people want of flows: sentences about a request that a verdict keeps or breaks.
 *
 * <p>Input: the end of a sentence ({@code goes to shop/cart-v2 at most 10%}) and a verdict. Output:
 * a judgement with its reason. Invariants: an unknown verdict is never judged kept; shares are
 * compared as they are weighed, not as they are drawn.
 */
@NullMarked
package io.meshtwin.simulator.intent;

import org.jspecify.annotations.NullMarked;
