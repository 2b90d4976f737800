/**
 * What an Envoy really runs, read from its admin interface's {@code /config_dump}: the way back of
 * {@code bridge/xds}.
 *
 * <p>Input: the dump as JSON, with endpoints. Output: an {@link
 * io.meshtwin.twin.routing.ObservedProxy} of {@code twin/routing}. The JSON itself is read, without
 * Envoy's message types: so a field that a newer Envoy has is seen, and no such type is loaded.
 * Invariant: every field that nobody asked for, and that is not known to be harmless, is a caveat
 * of what it stands in, with its type and its place in the dump.
 */
@NullMarked
package io.meshtwin.bridge.dump;

import org.jspecify.annotations.NullMarked;
