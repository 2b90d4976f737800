/**
 * What each connected proxy was sent, and what it said to it.
 *
 * <p>Input: what the server sees on its streams. Output: {@link
 * io.meshtwin.bridge.ledger.ProxyRecord}s to look at, {@link io.meshtwin.bridge.ledger.ProxyEvent}s
 * to wait for, and counters. Invariant: events of one proxy arrive in the order they happened, and
 * the record is up to date before its event is told.
 */
@NullMarked
package io.meshtwin.bridge.ledger;

import org.jspecify.annotations.NullMarked;
