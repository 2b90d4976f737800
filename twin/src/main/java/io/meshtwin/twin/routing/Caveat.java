package io.meshtwin.twin.routing;

/**
 * Something that decides an answer and is not modelled.
 *
 * @param reason in words, for example {@code NetworkPolicy shop/deny is not modelled}
 * @param origin the resource and field
 */
public record Caveat(String reason, Origin origin) {}
