package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;

/** An object of the mesh. */
public sealed interface Resource
    permits Namespace,
        Service,
        EndpointSlice,
        Pod,
        Node,
        WorkloadTemplate,
        ServiceAccount,
        GatewayClass,
        Gateway,
        ListenerSet,
        BackendTlsPolicy,
        Route,
        ReferenceGrant,
        VirtualService,
        DestinationRule,
        Secret,
        ConfigMap,
        NetworkPolicy,
        IstioGateway,
        PeerAuthentication,
        RequestAuthentication,
        AuthorizationPolicy,
        ServiceEntry,
        WorkloadEntry,
        WorkloadGroup,
        Sidecar,
        ProxyConfig,
        Foreign {
  /** Identity, labels, age and source. */
  Metadata metadata();

  /** The object's identity. */
  default ResourceKey key() {
    return metadata().key();
  }
}
