package io.meshtwin.bridge.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Instant;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A small shop as manifests: two clients, and a Service with one endpoint here. */
public final class Mesh {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final String SHOP =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec:
        selector: {app: cart}
        clusterIP: 10.96.0.1
        clusterIPs: [10.96.0.1]
        ports: [{name: http, port: 80, targetPort: 8080}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: cart-1, namespace: shop, labels: {kubernetes.io/service-name: cart}}
      addressType: IPv4
      ports: [{name: http, port: ECHO}]
      endpoints: [{addresses: [127.0.0.1]}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-a, namespace: shop}
      spec: {containers: []}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-b, namespace: shop}
      spec: {containers: []}
      """;

  private static final String ROUTE =
      """
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: shop}
      spec:
        parentRefs: [{group: "", kind: Service, name: cart}]
        rules:
        - matches: [MATCH]
          backendRefs: [{name: cart, port: 80}]
      """;

  private Mesh() {}

  /** The shop without a route. */
  public static ResolvedMesh shop(Echo cart) {
    return of(SHOP.replace("ECHO", Integer.toString(cart.port())));
  }

  /** The shop with a route of one match, in flow style. */
  public static ResolvedMesh shop(Echo cart, String match) {
    return of(SHOP.replace("ECHO", Integer.toString(cart.port())) + ROUTE.replace("MATCH", match));
  }

  private static ResolvedMesh of(String yaml) {
    MeshDelta delta = new MeshDelta(MeshImage.EMPTY);
    ObjectMapper mapper = new ObjectMapper();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      delta.replay(
          new ResourceEvent.Applied(
              Manifest.of(ResourceKey.LOCAL, mapper.valueToTree(document)),
              Provenance.ofManifest(new SourceLocation("mesh.yaml", 1), TIME)));
    }
    return ResolvedMesh.of(delta.apply(Position.START), Dialect.SPEC);
  }
}
