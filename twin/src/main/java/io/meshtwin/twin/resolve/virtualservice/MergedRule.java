package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.routing.Origin;

/**
 * A rule as it acts, with where it is written.
 *
 * @param rule with full names
 * @param owner the VirtualService that the rule stands in
 * @param matches the VirtualService that its matches stand in: the root's where a delegate has none
 */
record MergedRule(VirtualRule rule, Metadata owner, Metadata matches) {
  MergedRule(VirtualRule rule, Metadata owner) {
    this(rule, owner, owner);
  }

  /** The place of a field of the rule. */
  Origin at(String field) {
    return new Origin(owner.key(), field, owner.source(field));
  }

  /** The place of a match. */
  Origin atMatch(String field) {
    return new Origin(matches.key(), field, matches.source(field));
  }
}
