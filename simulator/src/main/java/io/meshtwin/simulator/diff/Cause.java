package io.meshtwin.simulator.diff;

import io.meshtwin.twin.event.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * What of a change makes a difference.
 *
 * @param resource the resource
 * @param field the field's path, empty for the whole
 * @param source {@code file:line} where it is known
 */
public record Cause(ResourceKey resource, String field, @Nullable String source) {}
