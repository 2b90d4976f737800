package io.meshtwin.twin.resource;

import java.util.List;

/** Reads the shares of a VirtualService's rule (validateHTTPRouteDestinations). */
final class VirtualTargets {
  private VirtualTargets() {}

  static List<VirtualRule.Target> read(Fields rule, boolean http) {
    List<VirtualRule.Target> targets = rule.list("route", target -> target(target, http));
    long sum = targets.stream().mapToLong(VirtualRule.Target::weight).sum();
    if (targets.size() > 1 && sum == 0) {
      rule.invalid("route", "must have a weight above 0");
    }
    return targets;
  }

  private static VirtualRule.Target target(Fields target, boolean http) {
    if (!target.has("destination")) {
      target.invalid("destination", "is required");
    }
    var result =
        new VirtualRule.Target(
            target.has("destination")
                ? MeshDestination.read(target.object("destination"))
                : new MeshDestination("", null, null, target.path()),
            target.integer("weight", 0, 0, Integer.MAX_VALUE),
            http ? HeaderOperations.read(target) : HeaderOperations.NONE,
            target.path());
    target.ignore("destination");
    target.done();
    return result;
  }
}
