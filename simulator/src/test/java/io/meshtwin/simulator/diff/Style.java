package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.testkit.mesh.IstioRequests;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random meshes of one API, and requests on the boundaries of their rules. */
enum Style {
  SPEC,
  ISTIO;

  private static final Set<String> RULES =
      Set.of(
          "HTTPRoute",
          "VirtualService",
          "DestinationRule",
          "ServiceEntry",
          "Sidecar",
          "PeerAuthentication",
          "AuthorizationPolicy",
          "ConfigMap");

  Dialect dialect() {
    return this == SPEC ? Dialect.SPEC : Dialect.ISTIO;
  }

  List<ObjectNode> objects(Random random) {
    return this == SPEC ? RandomMesh.objects(random) : IstioMesh.objects(random);
  }

  /** Whether an object says how requests go; the others are who they go to. */
  boolean isRule(ObjectNode object) {
    String kind = object.path("kind").asText();
    return this == SPEC ? kind.equals("HTTPRoute") : RULES.contains(kind);
  }

  SpecRequest request(Random random) {
    return this == SPEC ? RandomRequests.next(random) : IstioRequests.next(random);
  }

  /** A request as it is sent in a mesh; null where nobody there can send it. */
  @Nullable Call call(ResolvedMesh mesh, SpecRequest request) {
    if (this == SPEC) {
      return SpecCalls.of(request);
    }
    boolean known =
        request.throughGateway() || mesh.workload(ResourceKey.LOCAL, request.from()) != null;
    return known ? SpecCalls.ofIstio(mesh, request) : null;
  }
}
