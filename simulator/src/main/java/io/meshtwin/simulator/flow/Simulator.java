package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Says what requests do in one mesh. Any number of threads may ask. */
public final class Simulator {
  private final ResolvedMesh mesh;
  private final Effects effects;
  private final Dialing dialing;
  private final Map<Outbound, CompiledListener> outbound = new ConcurrentHashMap<>();
  private final Map<ResourceKey, List<CompiledListener>> gateways = new ConcurrentHashMap<>();

  private record Outbound(ClientScope client, ServicePort port) {}

  public Simulator(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.effects = new Effects(mesh);
    this.dialing = new Dialing(mesh, effects);
  }

  /** The mesh that is simulated. */
  public ResolvedMesh mesh() {
    return mesh;
  }

  /** What the request does. */
  public Verdict verdict(Call call) {
    return decide(call).verdict();
  }

  /** What the request does, and where it went. */
  public Decision decide(Call call) {
    return switch (call.from()) {
      case Client.InMesh client -> fromWorkload(call, client);
      case Client.AtGateway client -> atGateway(call, client);
    };
  }

  /** What a client's sidecar does with a Service's port; null where the mesh has no such port. */
  public @Nullable CompiledListener outbound(ClientScope client, ServicePort port) {
    var key = new Outbound(client, port);
    CompiledListener known = outbound.get(key);
    if (known != null) {
      return known;
    }
    Listener listener = mesh.outbound(client, port);
    return listener == null
        ? null
        : outbound.computeIfAbsent(key, _ -> new CompiledListener(listener, effects));
  }

  /** What a Gateway does, by port. */
  public List<CompiledListener> gateway(ResourceKey gateway) {
    return gateways.computeIfAbsent(
        gateway,
        _ ->
            mesh.gateway(gateway).stream()
                .map(listener -> new CompiledListener(listener, effects))
                .toList());
  }

  private Decision fromWorkload(Call call, Client.InMesh client) {
    return switch (dialing.resolve(client.scope(), call)) {
      case Dialing.Outcome.Settled settled -> settled(call, settled.words(), settled.effect());
      case Dialing.Outcome.ToPort to -> {
        CompiledListener listener = outbound(client.scope(), to.port());
        yield listener == null
            ? settled(
                call,
                to.words(),
                new Effect.Unreachable("no_listener", to.port() + " is no port of the Service"))
            : at(call, to.words(), listener);
      }
    };
  }

  private Decision atGateway(Call call, Client.AtGateway client) {
    String words = client.gateway() + ", port " + call.to().port();
    for (CompiledListener listener : gateway(client.gateway())) {
      if (listener.listener().binding().port() == call.to().port()) {
        return at(call, words, listener);
      }
    }
    var nobody = new Effect.Unreachable("no_listener", "no listener has the port");
    return settled(call, words, nobody);
  }

  private Decision at(Call call, String words, CompiledListener listener) {
    Effect fixed = listener.effect();
    if (fixed != null) {
      return new Decision(
          call, call.request(), words, listener, null, null, spoken(call, listener, fixed));
    }
    if (call.protocol() != Call.Protocol.HTTP && call.protocol() != Call.Protocol.GRPC) {
      Effect unknown = notModelled(call, listener.listener().origin());
      return new Decision(call, call.request(), words, listener, null, null, unknown);
    }
    return http(call, words, listener);
  }

  private Decision http(Call call, String words, CompiledListener listener) {
    Request request = call.request();
    String path =
        PathNormalisation.isReadable(request.target())
            ? PathNormalisation.of(request.path())
            : null;
    if (path == null) {
      boolean unreadable = !PathNormalisation.isReadable(request.target());
      var refused =
          new Effect.Respond(400, "the proxy refuses the path", unreadable ? "DPE" : null);
      return new Decision(call, request, words, listener, null, null, refused);
    }
    Request seen = request.withPath(path);
    CompiledRules rules = listener.host(seen.authority());
    CompiledRules.Entry entry = rules == null ? null : rules.first(seen);
    Effect effect = entry == null ? CompiledRules.NO_RULE : entry.effect();
    return new Decision(call, seen, words, listener, rules, entry, effect);
  }

  /** Bytes are passed on whatever they are; datagrams are no bytes of a connection. */
  private Effect spoken(Call call, CompiledListener listener, Effect effect) {
    boolean unknown = effect instanceof Effect.Unknown;
    return call.protocol() == Call.Protocol.UDP && !unknown
        ? notModelled(call, listener.listener().origin())
        : effect;
  }

  private Effect notModelled(Call call, Origin origin) {
    String spoken = call.protocol().name().toLowerCase(java.util.Locale.ROOT);
    String reason = spoken + " to a port that is not for it is not modelled";
    return effects.unknown(List.of(new Caveat(reason, origin)));
  }

  private static Decision settled(Call call, String words, Effect effect) {
    return new Decision(call, call.request(), words, null, null, null, effect);
  }
}
