package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;

/**
 * A ListenerSet (GEP-1713), or the XListenerSet that it was before: listeners that a Gateway gets
 * beside its own.
 *
 * @param metadata identity
 * @param gateway the Gateway; the namespace is the ListenerSet's where it does not say
 * @param listeners in the order of the manifest
 */
public record ListenerSet(Metadata metadata, ResourceKey gateway, List<GatewayListener> listeners)
    implements Resource {
  /** The group of XListenerSet. */
  public static final String EXPERIMENTAL_GROUP = "gateway.networking.x-k8s.io";

  public ListenerSet {
    listeners = List.copyOf(listeners);
  }

  static ListenerSet read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    if (!spec.has("parentRef")) {
      spec.invalid("parentRef", "is required");
    }
    Fields parent = spec.object("parentRef");
    ResourceKey gateway =
        References.key(metadata.key(), parent, ParentRef.GATEWAY_GROUP, "Gateway");
    parent.done();
    var result = new ListenerSet(metadata, gateway, GatewayListener.readAll(metadata.key(), spec));
    spec.done();
    body.done();
    return result;
  }
}
