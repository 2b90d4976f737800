package io.meshtwin.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
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
import java.util.Map;

/** A mesh in the making: Services, what answers behind them, routes. */
final class BenchMesh {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Provenance PROVENANCE =
      Provenance.ofManifest(new SourceLocation("bench.yaml", 1), Instant.EPOCH);

  private final MeshDelta delta = new MeshDelta(MeshImage.EMPTY);

  /** A Service with port 80 and a workload behind it. */
  void service(String name) {
    add(
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"selector":{"app":"NAME"},"ports":[{"name":"http","port":80}]}}
        """
            .replace("NAME", name));
    add(
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[]}}}}
        """
            .replace("NAME", name));
  }

  /**
   * An HTTPRoute of a Service, which is its backend too.
   *
   * @param matches the matches of its one rule, as JSON
   */
  void route(String name, String service, String matches) {
    route(name, service, service, matches);
  }

  /** An HTTPRoute of a Service that leads to another. */
  void route(String name, String service, String backend, String matches) {
    add(
        """
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
         "metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"parentRefs":[{"group":"","kind":"Service","name":"SERVICE"}],
          "rules":[{"matches":MATCHES,"backendRefs":[{"name":"BACKEND","port":80}]}]}}
        """
            .replace("NAME", name)
            .replace("SERVICE", service)
            .replace("BACKEND", backend)
            .replace("MATCHES", matches));
  }

  /**
   * A VirtualService with one rule for requests that have a header and one for all others, and a
   * DestinationRule with the subset that the first leads to.
   *
   * @param host which it is for, and where both rules lead
   */
  void virtualService(String name, String host) {
    add(
        """
        {"apiVersion":"networking.istio.io/v1","kind":"VirtualService",
         "metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"hosts":["HOST"],"http":[
          {"match":[{"uri":{"prefix":"/api"},"headers":{"x-version":{"exact":"two"}}}],
           "route":[{"destination":{"host":"HOST","subset":"two"}}]},
          {"route":[{"destination":{"host":"HOST"}}],"timeout":"5s"}]}}
        """
            .replace("NAME", name)
            .replace("HOST", host));
    add(
        """
        {"apiVersion":"networking.istio.io/v1","kind":"DestinationRule",
         "metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"host":"HOST","subsets":[{"name":"two","labels":{"version":"two"}}]}}
        """
            .replace("NAME", name)
            .replace("HOST", host));
  }

  /** A VirtualService that answers for a host by itself, and a ServiceEntry that makes the host. */
  void answered(String name, String host) {
    add(
        """
        {"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry",
         "metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"hosts":["HOST"],"ports":[{"number":80,"name":"http","protocol":"HTTP"}],
          "resolution":"NONE"}}
        """
            .replace("NAME", name)
            .replace("HOST", host));
    add(
        """
        {"apiVersion":"networking.istio.io/v1","kind":"VirtualService",
         "metadata":{"name":"NAME","namespace":"bench"},
         "spec":{"hosts":["HOST"],"http":[{"directResponse":{"status":204}}]}}
        """
            .replace("NAME", name)
            .replace("HOST", host));
  }

  Simulator simulator() {
    return simulator(Dialect.SPEC);
  }

  Simulator simulator(Dialect dialect) {
    return new Simulator(ResolvedMesh.of(delta.apply(Position.START), dialect));
  }

  /** A request of a client in the mesh. */
  static Call get(String service, String path) {
    return getFrom(service + ".bench", path);
  }

  /** A request to a host by its own name. */
  static Call getFrom(String host, String path) {
    var client = new Client.InMesh(ClientScope.of("bench"), "bench/client");
    var headers = Headers.of(Map.of("x-version", "two", "user-agent", "bench"));
    var request = new Request("GET", "http", host, path, null, headers);
    return new Call(client, new Dial.ToHost(host, 80), Call.Protocol.HTTP, request);
  }

  private void add(String json) {
    try {
      Manifest manifest = Manifest.of(ResourceKey.LOCAL, MAPPER.readTree(json));
      delta.replay(new ResourceEvent.Applied(manifest, PROVENANCE));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
