package io.meshtwin.twin.image;

import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Age decides between routes, ListenerSets and policies; an update keeps the age of what it
 * replaces.
 */
final class Ages {
  private Ages() {}

  /** The resource, created then unless it says something else itself. */
  static Resource of(Resource resource, @Nullable Instant created) {
    Metadata metadata = resource.metadata();
    if (metadata.created() != null || created == null) {
      return resource;
    }
    Metadata aged = metadata.withCreated(created);
    return switch (resource) {
      case HttpRoute r -> new HttpRoute(aged, r.parents(), r.hostnames(), r.rules());
      case GrpcRoute r -> new GrpcRoute(aged, r.parents(), r.hostnames(), r.rules());
      case StreamRoute r -> new StreamRoute(aged, r.parents(), r.hostnames(), r.rules());
      case Gateway g -> g.with(aged);
      case ListenerSet s -> new ListenerSet(aged, s.gateway(), s.listeners());
      case BackendTlsPolicy p -> p.with(aged);
      case PeerAuthentication p -> p.with(aged);
      case RequestAuthentication p -> p.with(aged);
      case AuthorizationPolicy p -> p.with(aged);
      case ServiceEntry e -> e.with(aged);
      case WorkloadEntry e -> e.with(aged);
      case Sidecar s -> s.with(aged);
      case VirtualService v -> v.with(aged);
      case DestinationRule d -> d.with(aged);
      case Resource other -> other;
    };
  }
}
