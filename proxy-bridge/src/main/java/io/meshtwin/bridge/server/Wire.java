package io.meshtwin.bridge.server;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.StreamObserver;
import io.meshtwin.bridge.cache.VersionedResource;

/** The two variants of xDS, as far as responses differ. */
sealed interface Wire {
  ControlPlane CONTROL_PLANE = ControlPlane.newBuilder().setIdentifier("meshtwin").build();

  /** Whether a full-state type is sent as changes only. */
  boolean incremental();

  void send(Response response);

  /** State of the world: CDS and LDS whole, RDS and EDS what changed. */
  record StateOfTheWorld(StreamObserver<DiscoveryResponse> out) implements Wire {
    @Override
    public boolean incremental() {
      return false;
    }

    @Override
    public void send(Response response) {
      DiscoveryResponse.Builder message =
          DiscoveryResponse.newBuilder()
              .setControlPlane(CONTROL_PLANE)
              .setTypeUrl(response.type().typeUrl())
              .setVersionInfo(response.version())
              .setNonce(response.nonce());
      response.resources().values().forEach(resource -> message.addResources(resource.body()));
      out.onNext(message.build());
    }
  }

  /** Incremental: each resource with its version, and the names that are gone. */
  record Delta(StreamObserver<DeltaDiscoveryResponse> out) implements Wire {
    @Override
    public boolean incremental() {
      return true;
    }

    @Override
    public void send(Response response) {
      DeltaDiscoveryResponse.Builder message =
          DeltaDiscoveryResponse.newBuilder()
              .setControlPlane(CONTROL_PLANE)
              .setTypeUrl(response.type().typeUrl())
              .setSystemVersionInfo(response.version())
              .setNonce(response.nonce())
              .addAllRemovedResources(response.removed());
      for (VersionedResource resource : response.resources().values()) {
        message.addResources(
            Resource.newBuilder()
                .setName(resource.name())
                .setVersion(resource.version())
                .setResource(resource.body()));
      }
      out.onNext(message.build());
    }
  }
}
