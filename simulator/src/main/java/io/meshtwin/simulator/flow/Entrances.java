package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.Doorman;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.simulator.access.Wire;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks the endpoints' own proxies whether they take a request. */
final class Entrances {
  private final ResolvedMesh mesh;
  private final boolean proxied;
  private final Doorman doorman = new Doorman();
  private final Map<Endpoint, Optional<Inbound>> inbounds = new ConcurrentHashMap<>();

  Entrances(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.proxied = mesh.dialect().mesh().sidecars();
  }

  /** What every endpoint's own proxy makes of a request. */
  Arrivals of(Call call, Effect.Forward forward, Verdict verdict) {
    boolean sent = forward.handling().passed() > 0;
    if (!proxied || !sent || call.protocol() == Call.Protocol.UDP) {
      return Arrivals.NONE;
    }
    List<List<Arrival>> shares = new ArrayList<>();
    for (Share share : forward.shares()) {
      Target target = share.failure() == null ? share.target() : Target.NOBODY;
      shares.add(arrivals(call, forward, target, verdict.received(share)));
    }
    return new Arrivals(shares, copies(call, forward, verdict));
  }

  /** None is made where nobody gets the request. */
  private List<CopyArrivals> copies(Call call, Effect.Forward forward, Verdict verdict) {
    List<Copy> copies = forward.handling().copies();
    if (copies.isEmpty() || forward.answered() == 0) {
      return List.of();
    }
    Request sent = verdict.received(forward.shares().getFirst());
    return copies.stream()
        .map(copy -> new CopyArrivals(copy, arrivals(call, forward, copy.target(), sent)))
        .toList();
  }

  private List<Arrival> arrivals(
      Call call, Effect.Forward forward, Target target, Request received) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Endpoint endpoint : target.endpoints()) {
      arrivals.add(arrival(call, forward, target, endpoint, received));
    }
    return arrivals;
  }

  private Arrival arrival(
      Call call, Effect.Forward forward, Target target, Endpoint endpoint, Request received) {
    Wire wire = wire(call, forward, target.tls(), endpoint);
    boolean mutual = wire.kind() == Wire.Kind.MESH;
    Inbound inbound = inbound(call, target, endpoint);
    if (inbound == null) {
      // A WorkloadEntry says itself that a proxy is there.
      boolean entry = endpoint.mutual() && mesh.workload(cluster(call, target), endpoint) == null;
      return new Arrival(endpoint, null, mutual, bare(mutual && !entry), Changes.NONE);
    }
    ArrivingPath path =
        ArrivingPath.of(received, inbound.origin(), () -> http2(call, forward, target));
    String otherwise = call.protocol().http() ? Readings.otherwise(inbound, received, path) : null;
    if (otherwise != null) {
      var caveat = new Caveat(otherwise + " is not modelled", inbound.origin());
      return new Arrival(
          endpoint, inbound, mutual, new Outcome.Undecided(List.of(caveat)), Changes.NONE);
    }
    int hops = inbound.reading().trustedHops();
    var shown = new Shown(connection(call, endpoint, wire), http(call, received, path, hops), null);
    Doorman.Admission entry = doorman.admit(inbound, wire, shown, caller(call).token());
    Changes told = entry.read() ? told(entry.told(), path, received) : Changes.NONE;
    return new Arrival(endpoint, inbound, mutual, entry.outcome(), told);
  }

  /** The workload gets the path as its proxy reads it. */
  private static Changes told(HeaderChanges headers, ArrivingPath path, Request received) {
    boolean same = path.path().equals(received.path());
    return same && headers.equals(HeaderChanges.NONE)
        ? Changes.NONE
        : new Changes(
            headers, HeaderChanges.NONE, null, same ? null : new PathRewrite.Full(path.path()));
  }

  /** Whether requests come in HTTP/2: where they are read before, the port decides. */
  private static boolean http2(Call call, Effect.Forward forward, Target target) {
    boolean clients = call.protocol() == Call.Protocol.GRPC;
    return forward.http() ? target.spoken().http2(clients) : clients;
  }

  /** A workload without a proxy knows no mutual TLS of the mesh. */
  private static Outcome bare(boolean mutual) {
    return mutual
        ? new Outcome.Refused(
            "tls", null, "the workload has no sidecar that ends mutual TLS", null, null)
        : new Outcome.Taken(null);
  }

  private @Nullable Inbound inbound(Call call, Target target, Endpoint endpoint) {
    return inbounds
        .computeIfAbsent(
            endpoint,
            _ -> {
              Workload workload = mesh.workload(cluster(call, target), endpoint);
              return workload == null
                  ? Optional.empty()
                  : Optional.ofNullable(mesh.inbound(workload, endpoint.port()));
            })
        .orElse(null);
  }

  private static String cluster(Call call, Target target) {
    if (target.service() != null) {
      return target.service().service().cluster();
    }
    return switch (call.from()) {
      case Client.InMesh client -> client.scope().cluster();
      case Client.AtGateway client -> client.gateway().cluster();
    };
  }

  private static Wire wire(
      Call call, Effect.Forward forward, @Nullable UpstreamTls tls, Endpoint endpoint) {
    boolean http2 = call.protocol() == Call.Protocol.GRPC;
    if (tls != null && tls.encrypts(endpoint)) {
      return tls instanceof UpstreamTls.Mesh mesh
          ? Wire.mesh(forward.http(), http2, mesh.sni())
          : Wire.tls(Wire.Kind.PROXY_TLS, forward.http(), http2, tls.sni());
    }
    boolean passed = call.tls() != null && !(forward.http() && ended(call));
    if (passed) {
      String name = call.handshake().serverName();
      return Wire.tls(Wire.Kind.CLIENT_TLS, call.protocol().http(), http2, name);
    }
    return Wire.plain(call.protocol().http(), http2);
  }

  /** Whether a proxy ended the client's TLS before. */
  private static boolean ended(Call call) {
    return call.tls() != null && call.from() instanceof Client.AtGateway;
  }

  private Shown.Connection connection(Call call, Endpoint endpoint, Wire wire) {
    Caller caller = caller(call);
    boolean mutual = wire.kind() == Wire.Kind.MESH;
    String account = caller.serviceAccount();
    String namespace =
        switch (call.from()) {
          case Client.InMesh client -> client.scope().namespace();
          case Client.AtGateway client -> client.gateway().namespace();
        };
    return new Shown.Connection(
        mutual && account != null ? mesh.identity(namespace, account) : null,
        !mutual || account != null,
        caller.address(),
        endpoint.address().isEmpty() ? null : endpoint.address(),
        endpoint.port(),
        wire.serverName());
  }

  private static Shown.@Nullable Http http(
      Call call, Request request, ArrivingPath path, int trustedHops) {
    if (!call.protocol().http()) {
      return null;
    }
    return new Shown.Http(
        request.method(),
        request.authority(),
        new Shown.Target(path.withoutQuery(), request.query()),
        name ->
            name.equals(Shown.FORWARDED_FOR) && call.from() instanceof Client.AtGateway
                ? List.of(GatewayDoor.forwardedFor(call, request))
                : request.lines(name),
        path.unread(),
        trustedHops);
  }

  private static Caller caller(Call call) {
    return call.from().caller();
  }
}
