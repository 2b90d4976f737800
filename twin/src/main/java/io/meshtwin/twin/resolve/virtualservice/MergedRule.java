package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.MirrorRules;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.routing.Origin;

/**
 * A rule as it acts, with where it is written.
 *
 * @param rule with full names
 * @param owner the VirtualService that the rule stands in
 * @param matches the VirtualService that its matches stand in: the root's where a delegate has none
 * @param mirror the one that the old single mirror stands in
 * @param mirrors the one that the list of mirrors stands in
 */
record MergedRule(
    VirtualRule rule, Metadata owner, Metadata matches, Metadata mirror, Metadata mirrors) {
  MergedRule(VirtualRule rule, Metadata owner) {
    this(rule, owner, owner, owner, owner);
  }

  /** The place of a field of the rule. */
  Origin at(String field) {
    return new Origin(owner.key(), field, owner.source(field));
  }

  /** The place of a match. */
  Origin atMatch(String field) {
    return new Origin(matches.key(), field, matches.source(field));
  }

  /** The place of a mirror. */
  Origin at(MirrorRules.Mirror copy) {
    Metadata said = copy.equals(rule.mirrors().old()) ? mirror : mirrors;
    return new Origin(said.key(), copy.field(), said.source(copy.field()));
  }
}
