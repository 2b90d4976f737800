package io.meshtwin.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Meshes and requests written in place, for tests; JSON with single quotes and bare names. */
public final class Meshes {
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private static final Provenance PROVENANCE =
      Provenance.ofManifest(new SourceLocation("mesh.yaml", 1), Instant.EPOCH);

  private Meshes() {}

  /** The mesh of some objects, as the specification has it. */
  public static ResolvedMesh mesh(String... objects) {
    return mesh(java.util.Arrays.stream(objects).map(Meshes::json).toList());
  }

  /** The mesh of some objects, as the specification has it. */
  public static ResolvedMesh mesh(List<? extends JsonNode> objects) {
    return ResolvedMesh.of(image(objects), Dialect.SPEC);
  }

  /** The image of some objects. */
  public static MeshImage image(List<? extends JsonNode> objects) {
    var delta = new MeshDelta(MeshImage.EMPTY);
    objects.forEach(object -> delta.replay(applied(object)));
    return delta.apply(Position.START);
  }

  /** An object that a manifest has. */
  public static ResourceEvent.Applied applied(JsonNode object) {
    return new ResourceEvent.Applied(Manifest.of(ResourceKey.LOCAL, object), PROVENANCE);
  }

  /** An object that is taken away. */
  public static ResourceEvent.Deleted deleted(ResourceKey key) {
    return new ResourceEvent.Deleted(key, PROVENANCE);
  }

  /** A Service with one HTTP port, 80. */
  public static String service(String name) {
    return "{apiVersion: 'v1', kind: 'Service', metadata: {name: '%s', namespace: 'shop'}, spec:"
            .formatted(name)
        + " {selector: {app: '%s'}, ports: [{name: 'http', port: 80}]}}".formatted(name);
  }

  /** What answers behind the Service of the same name. */
  public static String workload(String name) {
    return "{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: '%s', namespace: 'shop'},"
            .formatted(name)
        + " spec: {template: {metadata: {labels: {app: '%s'}}, spec: {containers: []}}}}"
            .formatted(name);
  }

  /** An HTTPRoute of the Service {@code cart}. */
  public static String route(String rules) {
    return "{apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: {name:"
        + " 'cart', namespace: 'shop'}, spec: {parentRefs: [{group: '', kind: 'Service', name:"
        + " 'cart'}], rules: "
        + rules
        + "}}";
  }

  /** A request from {@code shop/client} to a host in the mesh. */
  public static Call get(String host, String target, Map<String, String> headers) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? null : target.substring(question + 1);
    var request = new Request("GET", "http", host, path, query, Headers.of(headers));
    var client = new Client.InMesh(ClientScope.of("shop"), "shop/client");
    return new Call(client, new Dial.ToHost(host, 80), Call.Protocol.HTTP, request);
  }

  /** An object as it is written in place. */
  public static JsonNode json(String text) {
    try {
      return LENIENT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
