package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.ListenerSet;

/**
 * A ListenerSet that wants to attach to a Gateway.
 *
 * @param set the ListenerSet
 * @param allowed whether the Gateway lets it (allowedListeners)
 */
public record AttachedListenerSet(ListenerSet set, boolean allowed) {}
