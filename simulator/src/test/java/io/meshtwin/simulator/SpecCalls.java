package io.meshtwin.simulator;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests of the second reading as the simulator takes them. */
public final class SpecCalls {
  /** Where connections on one machine come from. */
  private static final String LOOPBACK = "127.0.0.1";

  private SpecCalls() {}

  /** The same request. */
  public static Call of(SpecRequest request) {
    var protocol = Call.Protocol.valueOf(request.protocol().name());
    String scheme = request.protocol() == SpecRequest.Protocol.HTTPS ? "https" : "http";
    var http =
        new Request(
            request.method(),
            scheme,
            request.host(),
            request.path(),
            request.query(),
            new Headers(request.headers()));
    SpecRequest.Hello hello = request.hello();
    Handshake tls = hello == null ? null : new Handshake(hello.name(), certificate(hello.shown()));
    return new Call(client(request), dial(request), protocol, tls, http);
  }

  /** The same request from a workload of Istio's, to a host by its name or to an Istio Gateway. */
  public static Call ofIstio(ResolvedMesh mesh, SpecRequest request) {
    Call plain = of(request);
    if (request.throughGateway()) {
      ResourceKey gateway = gateway(request.dialed());
      var istios =
          new ResourceKey(
              gateway.cluster(),
              "networking.istio.io",
              "Gateway",
              gateway.namespace(),
              gateway.name());
      var client = new Client.AtGateway(istios, null, LOOPBACK, Caller.UNKNOWN);
      return new Call(client, plain.to(), plain.protocol(), plain.tls(), plain.request());
    }
    Workload from =
        Objects.requireNonNull(mesh.workload(ResourceKey.LOCAL, request.from()), request.from());
    return new Call(
        new Client.InMesh(
            mesh.scope(from), from.name(), new Caller(from.serviceAccount(), LOOPBACK, null)),
        new Dial.ToHost(request.dialed(), request.port()),
        plain.protocol(),
        plain.tls(),
        plain.request());
  }

  private static @Nullable ClientCertificate certificate(SpecRequest.Shown shown) {
    return switch (shown) {
      case NOTHING -> null;
      case TRUSTED -> new ClientCertificate.Described(true, List.of());
      case STRANGER -> new ClientCertificate.Described(false, List.of());
    };
  }

  private static Client client(SpecRequest request) {
    return request.throughGateway()
        ? new Client.AtGateway(gateway(request.dialed()), null)
        : new Client.InMesh(ClientScope.of(request.from()), request.from() + "/client");
  }

  private static Dial dial(SpecRequest request) {
    return request.throughGateway()
        ? new Dial.ToHost(request.host(), request.port())
        : new Dial.ToService(request.dialed(), request.port());
  }

  private static ResourceKey gateway(String name) {
    int slash = name.indexOf('/');
    return new ResourceKey(
        ResourceKey.LOCAL,
        "gateway.networking.k8s.io",
        "Gateway",
        name.substring(0, slash),
        name.substring(slash + 1));
  }
}
