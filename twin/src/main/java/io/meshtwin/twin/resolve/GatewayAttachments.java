package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.ParentRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which HTTPRoutes a Gateway's listener takes, and by which hostnames. */
final class GatewayAttachments {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final MeshImage image;

  GatewayAttachments(MeshImage image) {
    this.image = image;
  }

  /**
   * A route at a listener.
   *
   * @param hostnames by which it acts there: the intersections of its own with the listener's
   */
  record Attachment(HttpRoute route, List<String> hostnames) {}

  /** The routes that attach to a listener, in the order of their keys. */
  List<Attachment> of(Gateway gateway, Gateway.Listener listener) {
    return image
        .referrers(gateway.key(), Relation.ATTACHES)
        .map(key -> image.get(key, HttpRoute.class))
        .filter(Objects::nonNull)
        .filter(route -> refersTo(route, gateway, listener))
        .filter(route -> allowed(route, gateway, listener))
        .map(route -> new Attachment(route, hostnames(route, listener)))
        .filter(attachment -> !attachment.hostnames().isEmpty())
        .toList();
  }

  private static boolean refersTo(HttpRoute route, Gateway gateway, Gateway.Listener listener) {
    return route.parents().stream()
        .anyMatch(ref ->
            ref.isGateway()
                && ref.parent().equals(gateway.key())
                && (ref.sectionName() == null || ref.sectionName().equals(listener.name()))
                && (ref.port() == null || ref.port() == listener.port()));
  }

  private boolean allowed(HttpRoute route, Gateway gateway, Gateway.Listener listener) {
    Gateway.AllowedRoutes allowed = listener.allowed();
    if (!allowed.kinds().isEmpty() && !allowed.kinds().contains("HTTPRoute")) {
      return false;
    }
    String namespace = route.key().namespace();
    return switch (allowed.from()) {
      case "All" -> true;
      case "Same" -> namespace.equals(gateway.key().namespace());
      case "Selector" -> labels(route.key()).entrySet().containsAll(allowed.selector().entrySet());
      default -> false;
    };
  }

  /** A namespace's labels; every namespace has its name as a label. */
  private Map<String, String> labels(ResourceKey inNamespace) {
    String name = inNamespace.namespace();
    var key = new ResourceKey(inNamespace.cluster(), "", "Namespace", "", name);
    Namespace namespace = image.get(key, Namespace.class);
    var labels = new TreeMap<String, String>();
    if (namespace != null) {
      labels.putAll(namespace.metadata().labels());
    }
    labels.put(NAMESPACE_NAME, name);
    return labels;
  }

  private static List<String> hostnames(HttpRoute route, Gateway.Listener listener) {
    String own = Hostnames.normal(listener.hostname());
    return route.hostnames().isEmpty()
        ? List.of(own)
        : route.hostnames().stream()
            .map(Hostnames::normal)
            .map(hostname -> Hostnames.intersection(own, hostname))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
  }

  /** Whether a parentRef names a listener that the Gateway has. */
  static boolean listenerExists(Gateway gateway, ParentRef ref) {
    return gateway.listeners().stream()
        .anyMatch(listener ->
            (ref.sectionName() == null || ref.sectionName().equals(listener.name()))
                && (ref.port() == null || ref.port() == listener.port()));
  }
}
