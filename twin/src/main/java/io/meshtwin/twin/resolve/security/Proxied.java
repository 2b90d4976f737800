package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.PolicyTarget;
import java.util.Map;

/**
 * A proxy's workload, as policies choose it.
 *
 * @param key the Pod or template
 * @param labels the pods' labels
 */
record Proxied(ResourceKey key, Map<String, String> labels) {
  private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

  Proxied {
    labels = Map.copyOf(labels);
  }

  String namespace() {
    return key.namespace();
  }

  /**
   * Whether a policy of the workload's namespace or of the root one attaches to it ({@code
   * pilot/pkg/model/policyattachment.go}, ShouldAttachPolicy): references mean Gateways only, and
   * only in the policy's own namespace.
   */
  boolean takes(ResourceKey policy, PolicyTarget target, String rootNamespace) {
    String own = policy.namespace();
    if (!policy.cluster().equals(key.cluster())
        || !(own.equals(namespace()) || own.equals(rootNamespace))) {
      return false;
    }
    String gateway = labels.get(Gateway.NAME_LABEL);
    if (target.refs().isEmpty()) {
      return target.selects(labels);
    }
    return gateway != null
        && own.equals(namespace())
        && target.refs().stream().anyMatch(ref -> means(ref.target(), gateway));
  }

  private boolean means(ResourceKey ref, String gateway) {
    return ref.group().equals(GATEWAY_GROUP)
        && ref.kind().equals("Gateway")
        && ref.name().equals(gateway)
        && ref.namespace().equals(namespace());
  }
}
