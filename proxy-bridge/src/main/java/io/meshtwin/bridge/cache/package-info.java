/**
 * What each proxy is meant to run, held by content.
 *
 * <p>Input: {@link io.meshtwin.bridge.xds.ProxyResources}. Output: {@link
 * io.meshtwin.bridge.cache.Configuration}, names to versioned resources. Invariants: a resource is
 * encoded once and shared by every proxy that needs it; its version is the digest of its bytes, so
 * equal versions mean equal content, over restarts too.
 */
@NullMarked
package io.meshtwin.bridge.cache;

import org.jspecify.annotations.NullMarked;
