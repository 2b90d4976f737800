package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names endpoints as a mesh does: by the Service's own endpoints, by the pod that has the address.
 * Where the mesh has only templates, whose pods have no address, the proxy's endpoints stand for
 * the mesh's.
 */
public final class MeshNames implements EndpointNames {
  private final ResolvedMesh mesh;

  public MeshNames(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  @Override
  public List<Endpoint> of(ServicePort service, List<Endpoint> seen) {
    Map<String, Endpoint> known = new HashMap<>();
    List<Endpoint> own = own(service);
    own.forEach(endpoint -> known.put(endpoint.address() + ":" + endpoint.port(), endpoint));
    boolean templates = !own.isEmpty() && own.stream().allMatch(e -> e.address().isEmpty());
    return templates && !seen.isEmpty()
        ? own
        : seen.stream().map(endpoint -> named(endpoint, known)).toList();
  }

  private List<Endpoint> own(ServicePort service) {
    Service found = mesh.image().get(service.service(), Service.class);
    boolean there = found != null && found.port(service.port()).isPresent();
    return there ? mesh.cluster(service).endpoints() : List.of();
  }

  private Endpoint named(Endpoint seen, Map<String, Endpoint> known) {
    Endpoint same = known.get(seen.address() + ":" + seen.port());
    if (same != null) {
      return with(seen, same.name(), same.workload());
    }
    Workload workload = mesh.workloadAt(seen.address());
    return workload != null && workload.key().cluster().equals(ResourceKey.LOCAL)
        ? with(seen, workload.name(), workload.owner())
        : seen;
  }

  private static Endpoint with(Endpoint seen, String name, String workload) {
    return new Endpoint(name, seen.address(), seen.port(), workload, seen.weight(), seen.mutual());
  }
}
