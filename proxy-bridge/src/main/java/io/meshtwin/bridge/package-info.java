/**
 * The way out: what was approved, pushed to Envoy over xDS and watched until it converges.
 *
 * <p>Input: the resolved mesh of {@code twin}. Output: proxies that run it, and a ledger of what
 * each of them ACKed or NACKed. {@code xds} translates, {@code cache} holds each resource once,
 * {@code server} speaks ADS, {@code ledger} remembers, {@code rollout} pushes in waves; here they
 * are put together. Invariant: nothing here changes what routing says.
 */
@NullMarked
package io.meshtwin.bridge;

import org.jspecify.annotations.NullMarked;
