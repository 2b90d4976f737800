package io.meshtwin.fidelity.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Pods in the place of clients that have a sidecar and of which the mesh has no workload: of a
 * namespace without any, or of a workload that only the other side of a change has. A Pod stands
 * for a client only where the mesh makes of it what was said of the client, and where it is no
 * endpoint of anything: then nobody else is answered otherwise.
 *
 * @param mesh the mesh with the Pods
 * @param pods the Pods that stand for clients
 */
record AbsentClients(ResolvedMesh mesh, Map<Clients.Who, ProxyId> pods) {
  private static final SourceLocation NOWHERE = new SourceLocation("", 1);

  /**
   * Adds Pods; none to a mesh that is what a proxy was seen to run.
   *
   * @param clients those that nobody in the mesh stands for
   */
  static AbsentClients of(ResolvedMesh mesh, Collection<Client.InMesh> clients) {
    if (clients.isEmpty() || mesh.observed() != null) {
      return new AbsentClients(mesh, Map.of());
    }
    Map<Clients.Who, ProxyId> pods = new LinkedHashMap<>();
    var delta = new MeshDelta(mesh.image());
    for (Client.InMesh client : clients) {
      if (answers(mesh.image(), client.scope())) {
        continue;
      }
      var who = Clients.Who.of(mesh, client);
      String name = "meshtwin-client-" + (pods.size() + 1);
      pods.put(who, ProxyId.sidecar(client.scope().namespace(), name));
      delta.replay(
          new ResourceEvent.Applied(
              Manifest.of(client.scope().cluster(), pod(mesh, client, name)),
              Provenance.ofManifest(NOWHERE, Instant.EPOCH)));
    }
    MeshImage image = delta.apply(mesh.image().position());
    ResolvedMesh peopled = ResolvedMesh.of(image, mesh.dialect());
    pods.entrySet().removeIf(pod -> !stands(peopled, pod.getKey(), pod.getValue()));
    return new AbsentClients(peopled, pods);
  }

  /** Whether a Pod with what is known of a client would be somebody's endpoint. */
  private static boolean answers(MeshImage image, ClientScope scope) {
    Stream<ResourceKey> services =
        image.all(Service.class).filter(it -> it.selects(scope.labels())).map(Service::key);
    Stream<ResourceKey> entries =
        image.all(ServiceEntry.class).filter(it -> it.selector() != null).map(ServiceEntry::key);
    return Stream.concat(services, entries)
        .anyMatch(key -> key.namespace().equals(scope.namespace()));
  }

  private static ObjectNode pod(ResolvedMesh mesh, Client.InMesh client, String name) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("namespace", client.scope().namespace()).put("name", name);
    ObjectNode labels = metadata.putObject("labels");
    client.scope().labels().forEach(labels::put);
    // Where no Pod says that it has a sidecar, one that did would have the others be without.
    boolean injected =
        mesh.image()
            .all(Pod.class)
            .anyMatch(it -> it.metadata().annotations().containsKey(Workload.SIDECAR_STATUS));
    if (injected) {
      metadata.putObject("annotations").put(Workload.SIDECAR_STATUS, "{}");
    }
    ObjectNode spec = pod.putObject("spec");
    String account = client.caller().serviceAccount();
    if (account != null) {
      spec.put("serviceAccountName", account);
    }
    spec.putArray("containers").addObject().put("name", "client").put("image", "client");
    return pod;
  }

  /** Of its labels the mesh may read fewer: those of clients are what both sides read. */
  private static boolean stands(ResolvedMesh mesh, Clients.Who who, ProxyId proxy) {
    Workload pod = Objects.requireNonNull(mesh.workload(ResourceKey.LOCAL, proxy.qualifiedName()));
    var labels = new TreeMap<>(who.scope().labels());
    labels.keySet().retainAll(mesh.scope(pod).labels().keySet());
    return mesh.scope(pod).equals(who.scope().with(labels));
  }
}
