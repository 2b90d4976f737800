package io.meshtwin.twin.resolve.network;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resource.ContainerPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection, as NetworkPolicies see it.
 *
 * @param cluster the cluster that it is in
 * @param namespace the namespace of a pod, null for what is no pod
 * @param labels the pod's labels, null where they are not known
 * @param address its address, empty where it is not known
 * @param ports the pod's declared ports, null where they are not known
 */
public record NetworkPeer(
    String cluster,
    @Nullable String namespace,
    @Nullable Map<String, String> labels,
    String address,
    @Nullable List<ContainerPort> ports) {
  public NetworkPeer {
    labels = labels == null ? null : Map.copyOf(labels);
    ports = ports == null ? null : List.copyOf(ports);
  }

  /** A client in the mesh; its scope has the labels that policies read. */
  public static NetworkPeer of(ClientScope scope) {
    return new NetworkPeer(scope.cluster(), scope.namespace(), scope.labels(), "", null);
  }

  /** The pods of a Gateway: in its namespace, with labels of the implementation's own. */
  public static NetworkPeer of(ResourceKey gateway) {
    return new NetworkPeer(gateway.cluster(), gateway.namespace(), null, "", null);
  }
}
