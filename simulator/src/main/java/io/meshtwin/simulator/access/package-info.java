/**
 * Whether a workload's own proxy lets a request in.
 *
 * <p>Input: {@code routing.Inbound} and what a connection, a request and a token show. Output: an
 * {@link io.meshtwin.simulator.access.Arrival}. Conditions have three answers, since an address or
 * an identity may not be known; what rests on such a one is undecided, never guessed.
 */
@NullMarked
package io.meshtwin.simulator.access;

import org.jspecify.annotations.NullMarked;
