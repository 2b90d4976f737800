package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route attaches to.
 *
 * @param parent the Gateway, ListenerSet or Service; the namespace is the route's where it does not
 *     say
 * @param sectionName the listener's name, null for all
 * @param port the port, null for all
 * @param field the reference's path
 */
public record ParentRef(
    ResourceKey parent, @Nullable String sectionName, @Nullable Integer port, String field) {
  /** The Gateway API group. */
  public static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

  /** Whether the parent is a Service of the core group. */
  public boolean isService() {
    return parent.group().isEmpty() && parent.kind().equals("Service");
  }

  /** Whether the parent is a Gateway. */
  public boolean isGateway() {
    return parent.group().equals(GATEWAY_GROUP) && parent.kind().equals("Gateway");
  }

  static List<ParentRef> readAll(ResourceKey route, Fields spec) {
    return spec.list("parentRefs", ref -> read(route, ref));
  }

  private static ParentRef read(ResourceKey route, Fields ref) {
    ResourceKey parent = References.key(route, ref, GATEWAY_GROUP, "Gateway");
    Form.SECTION_NAME.check(ref, "sectionName");
    var result =
        new ParentRef(
            parent,
            ref.optionalText("sectionName"),
            ref.optionalInteger("port", 1, 65535),
            ref.path());
    ref.done();
    return result;
  }
}
