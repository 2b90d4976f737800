package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.diff.Preview.Touched;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.ripple.Ripple;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds which touched resource makes a difference. */
final class Causes {
  private static final String MATCHES = ".matches";

  private final Set<ResourceKey> touched;
  private final MeshImage before;
  private final MeshImage after;
  private final boolean istio;
  private final Map<ResourceKey, Ripple> ripples = new HashMap<>();

  /** The changed resources; null until somebody asks. */
  private @Nullable Map<ResourceKey, Update> updates;

  /**
   * Of a change.
   *
   * @param istio whether sidecars do what Istio's own objects say
   */
  Causes(List<Touched> touched, MeshImage before, MeshImage after, boolean istio) {
    this.istio = istio;
    this.touched =
        touched.stream().map(Touched::resource).collect(Collectors.toCollection(TreeSet::new));
    this.before = before;
    this.after = after;
  }

  /**
   * The touched rules; where none is, what else the rulings rest on; failing that, all that can
   * reach the destination.
   */
  List<Cause> of(Destination destination, Ruling was, Ruling is) {
    Map<ResourceKey, Cause> found = new LinkedHashMap<>();
    add(is.rule(), found);
    add(was.rule(), found);
    if (found.isEmpty()) {
      rests(is.effect(), found);
      rests(was.effect(), found);
    }
    return orReaching(destination, found);
  }

  /** Which of some resources are touched; where none is, all that can reach the destination. */
  List<Cause> of(Destination destination, List<ResourceKey> resources) {
    Map<ResourceKey, Cause> found = new LinkedHashMap<>();
    resources.forEach(key -> rests(key, found));
    return orReaching(destination, found);
  }

  private List<Cause> orReaching(Destination destination, Map<ResourceKey, Cause> found) {
    if (found.isEmpty()) {
      touched.stream()
          .filter(key -> reaches(key, destination))
          .forEach(key -> found.put(key, cause(key, "")));
    }
    if (found.isEmpty()) {
      touched.forEach(key -> found.put(key, cause(key, "")));
    }
    return List.copyOf(found.values());
  }

  /**
   * Whether a resource, by what differs of it, can make a difference there. The same proxies may
   * serve several Gateways, of which one is told.
   */
  private boolean reaches(ResourceKey key, Destination destination) {
    Update update = updates().get(key);
    if (update == null) {
      return true; // a proxy's own configuration
    }
    Ripple ripple =
        ripples.computeIfAbsent(key, _ -> Ripple.of(Map.of(key, update), before, after, istio));
    return ripple.everything() != null
        || switch (destination) {
          case Destination.OfService there -> ripple.services().contains(there.port().service());
          case Destination.OfGateway _ -> !ripple.gateways().isEmpty();
        };
  }

  private Map<ResourceKey, Update> updates() {
    Map<ResourceKey, Update> known = updates;
    if (known == null) {
      known = after.changesSince(before);
      updates = known;
    }
    return known;
  }

  private void add(@Nullable RouteRule rule, Map<ResourceKey, Cause> found) {
    if (rule == null || !touched.contains(rule.origin().resource())) {
      return;
    }
    String field = rule.origin().field();
    int matches = field.indexOf(MATCHES);
    String own = matches < 0 ? field : field.substring(0, matches);
    found.putIfAbsent(rule.origin().resource(), cause(rule.origin().resource(), own));
  }

  private void rests(Effect effect, Map<ResourceKey, Cause> found) {
    switch (effect) {
      case Effect.Forward forward -> {
        forward.shares().forEach(share -> rests(share.target(), found));
        forward.handling().copies().forEach(copy -> rests(copy.target(), found));
      }
      case Effect.Unknown unknown ->
          unknown.caveats().stream()
              .map(Caveat::origin)
              .filter(origin -> touched.contains(origin.resource()))
              .forEach(origin ->
                  found.putIfAbsent(origin.resource(), cause(origin.resource(), origin.field())));
      case Effect _ -> {}
    }
  }

  private void rests(Target target, Map<ResourceKey, Cause> found) {
    if (target.service() != null) {
      rests(target.service().service(), found);
    }
    if (target.tls() instanceof UpstreamTls.ByPolicy policy) {
      policy.authorities().forEach(authority -> rests(authority, found));
    }
    for (String owner : target.workloads().keySet()) {
      touched.stream()
          .filter(key -> key.qualifiedName().equals(owner))
          .filter(key -> Set.of("apps", "").contains(key.group()) && !key.kind().equals("Service"))
          .forEach(key -> found.putIfAbsent(key, cause(key, "")));
    }
  }

  private void rests(ResourceKey key, Map<ResourceKey, Cause> found) {
    if (touched.contains(key)) {
      found.putIfAbsent(key, cause(key, ""));
    }
  }

  private Cause cause(ResourceKey key, String field) {
    ResourceState state = after.state(key) == null ? before.state(key) : after.state(key);
    return new Cause(key, field, state == null ? null : state.resource().metadata().source(field));
  }
}
