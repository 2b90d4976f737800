package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * The resource and field that an entry came from.
 *
 * @param resource the resource
 * @param field the field's path, for example {@code spec.rules[0].matches[0]}; empty for the whole
 * @param source {@code file:line} where it is known
 */
public record Origin(ResourceKey resource, String field, @Nullable String source) {}
