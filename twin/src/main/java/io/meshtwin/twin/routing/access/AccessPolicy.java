package io.meshtwin.twin.routing.access;

import io.meshtwin.twin.routing.Origin;

/**
 * A policy of a filter: what one rule of an AuthorizationPolicy comes to.
 *
 * @param name unique within the filter; Envoy asks policies in this order
 * @param permission what is asked for
 * @param principal who asks
 * @param origin the rule
 */
public record AccessPolicy(
    String name, AccessCondition permission, AccessCondition principal, Origin origin)
    implements Comparable<AccessPolicy> {
  @Override
  public int compareTo(AccessPolicy other) {
    return name.compareTo(other.name);
  }
}
