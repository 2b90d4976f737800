package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayTls;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What decides about a Gateway's traffic and is not modelled. */
final class GatewayCaveats {
  private final MeshImage image;
  private final GatewayChoices choices;
  private final Caveats caveats;

  GatewayCaveats(MeshImage image, Dialect dialect, Caveats caveats) {
    this.image = image;
    this.choices = dialect.gateways();
    this.caveats = caveats;
  }

  /** What touches all of a Gateway. */
  List<Caveat> of(ResolvedGateway resolved) {
    Gateway gateway = resolved.gateway();
    var result = new ArrayList<Caveat>();
    Caveats.refused(image, gateway.key()).forEach(result::add);
    gateway.unmodelled().forEach(field -> result.add(caveat(gateway, field, field)));
    ObjectRef parameters = gateway.parameters();
    if (parameters != null && image.state(parameters.target()) == null) {
      String what = "a reference to " + parameters.target() + ", which the mesh does not have,";
      result.add(caveat(gateway, what, parameters.field()));
    }
    for (AttachedListenerSet attached : resolved.listenerSets()) {
      if (attached.allowed()) {
        Caveats.refused(image, attached.set().key()).forEach(result::add);
      }
    }
    if (!choices.extended()) {
      unreadInIstio(resolved, result);
    }
    result.addAll(caveats.gateways().of(gateway.key()));
    return result;
  }

  /** What touches the port of a listener. */
  List<Caveat> of(ResolvedListener listener) {
    ListenerSecurity security = listener.security();
    var result = new ArrayList<Caveat>();
    if (security.ownOptions()) {
      String what = "an implementation's own TLS options of listener " + listener.name();
      result.add(Caveats.notModelled(what, listener.origin()));
    }
    Stream.concat(security.certificateProblems().stream(), security.authorityProblems().stream())
        .filter(RefProblem::unseen)
        .map(problem -> new Caveat(problem.message(), listener.origin()))
        .forEach(result::add);
    return result;
  }

  private static void unreadInIstio(ResolvedGateway resolved, List<Caveat> result) {
    Gateway gateway = resolved.gateway();
    if (resolved.listenerSets().stream().anyMatch(AttachedListenerSet::allowed)) {
      result.add(caveat(gateway, "in Istio, a ListenerSet", "spec.allowedListeners"));
    }
    if (!gateway.tls().equals(GatewayTls.NONE)) {
      result.add(caveat(gateway, "in Istio, spec.tls", "spec.tls"));
    }
  }

  private static Caveat caveat(Gateway gateway, String what, String field) {
    return Caveats.notModelled(
        what + " of " + gateway.key(),
        new Origin(gateway.key(), field, gateway.metadata().source(field)));
  }
}
