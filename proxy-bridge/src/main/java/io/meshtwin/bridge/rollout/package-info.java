/**
 * Pushes a new state in waves, waits until every proxy of a wave runs it, and takes it back from
 * all when one refuses it.
 *
 * <p>Input: a way to move one proxy forward and back, and the ledger. Output: {@link
 * io.meshtwin.bridge.rollout.Rollout}. Invariant: when it ends, all connected proxies are meant to
 * run the same state, the new one or the previous one.
 */
@NullMarked
package io.meshtwin.bridge.rollout;

import org.jspecify.annotations.NullMarked;
