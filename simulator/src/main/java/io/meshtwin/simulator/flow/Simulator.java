package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Passage;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Says what requests do in one mesh. Any number of threads may ask. */
public final class Simulator {
  private final ResolvedMesh mesh;
  private final Effects effects;
  private final Dialing dialing;
  private final Conditions conditions;
  private final ClientValidations validations;
  private final Entrances entrances;
  private final GatewayDoor door;
  private final Map<Outbound, CompiledListener> outbound = new ConcurrentHashMap<>();
  private final Map<ResourceKey, List<CompiledListener>> gateways = new ConcurrentHashMap<>();

  private static final HeaderChanges NONE = HeaderChanges.NONE;

  private final Map<Proxied, CompiledListener> sidecars = new ConcurrentHashMap<>();

  private record Proxied(ClientScope client, String listener) {}

  private record Outbound(ClientScope client, ServicePort port, boolean datagrams) {}

  public Simulator(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.effects = new Effects(mesh);
    this.dialing = new Dialing(mesh, effects);
    this.conditions =
        new Conditions(effects, port -> mesh.cluster(port).protocol() == Cluster.Protocol.HTTP2);
    this.entrances = new Entrances(mesh);
    this.door = new GatewayDoor(mesh.image());
    this.validations = new ClientValidations(mesh.image(), effects);
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
    Decision decision =
        switch (call.from()) {
          case Client.InMesh client -> fromWorkload(call, client);
          case Client.AtGateway client -> atGateway(call, client);
        };
    return decision.effect() instanceof Effect.Forward forward
        ? arrived(decision, forward)
        : decision;
  }

  /** With what the endpoints' proxies say; where one of them cannot be known, nothing is. */
  private Decision arrived(Decision decision, Effect.Forward forward) {
    Arrivals arrivals = entrances.of(onward(decision), forward, decision.verdict());
    List<Caveat> caveats = arrivals.caveats();
    return caveats.isEmpty()
        ? decision.with(entrances.copied(decision.call(), forward, decision.verdict()), arrivals)
        : decision.with(effects.unknown(caveats), Arrivals.NONE);
  }

  /** What goes on to endpoints: without a token that the gateway accepted and does not hand on. */
  private Call onward(Decision decision) {
    Call call = decision.call();
    CompiledChain chain = decision.chain();
    if (chain == null || chain.chain().access().isEmpty() || call.from().caller().token() == null) {
      return call;
    }
    TokenRule rule = passage(decision.listener(), chain, call, decision.seen()).accepted();
    return rule == null || rule.places().kept() ? call : call.withoutToken();
  }

  private Passage passage(
      @Nullable CompiledListener listener, CompiledChain chain, Call call, Request seen) {
    int port = listener == null ? 0 : listener.listener().binding().port();
    return chain.effect() == null
        ? door.request(call, chain.chain(), port, seen)
        : door.connection(call, chain.chain(), port);
  }

  /** What a client's sidecar does with a Service's port; null where the mesh has no such port. */
  public @Nullable CompiledListener outbound(ClientScope client, ServicePort port) {
    return outbound(client, port, false);
  }

  /** What a client's sidecar does with datagrams; null where the mesh has no such port. */
  public @Nullable CompiledListener datagrams(ClientScope client, ServicePort port) {
    return outbound(client, port, true);
  }

  private @Nullable CompiledListener outbound(
      ClientScope client, ServicePort port, boolean datagrams) {
    var key = new Outbound(client, port, datagrams);
    CompiledListener known = outbound.get(key);
    if (known != null) {
      return known;
    }
    Listener listener = datagrams ? mesh.datagrams(client, port) : mesh.outbound(client, port);
    return listener == null
        ? null
        : outbound.computeIfAbsent(
            key, _ -> new CompiledListener(listener, effects.of(NetworkPeer.of(client))));
  }

  /** What a Gateway does, by port. */
  public List<CompiledListener> gateway(ResourceKey gateway) {
    return gateways.computeIfAbsent(
        gateway,
        _ ->
            mesh.gateway(gateway).stream()
                .map(
                    listener -> new CompiledListener(listener, effects.of(NetworkPeer.of(gateway))))
                .toList());
  }

  private Decision fromWorkload(Call call, Client.InMesh client) {
    return switch (dialing.resolve(client.scope(), call)) {
      case Dialing.Outcome.Settled settled -> settled(call, settled.words(), settled.effect());
      case Dialing.Outcome.ToListener to -> {
        CompiledListener listener = compiled(client.scope(), to.listener());
        Decision decision = at(call, to.words(), listener, to.address());
        Effect closed = to.closed();
        yield closed != null && decision.verdict().effect() instanceof Effect.Passthrough
            ? unread(call, to.words(), listener, decision.chain(), closed)
            : decision;
      }
      case Dialing.Outcome.ToPort to -> {
        CompiledListener listener =
            outbound(client.scope(), to.port(), call.protocol() == Call.Protocol.UDP);
        yield listener == null
            ? settled(
                call,
                to.words(),
                new Effect.Unreachable("no_listener", to.port() + " is no port of the Service"))
            : at(call, to.words(), listener, "");
      }
    };
  }

  private Decision atGateway(Call call, Client.AtGateway client) {
    String words = client.gateway() + ", port " + call.to().port();
    boolean datagrams = call.protocol() == Call.Protocol.UDP;
    CompiledListener listener = listening(client.gateway(), call.to().port(), datagrams);
    // Envoy has no listener without filter chains, so nobody takes the connection.
    if (listener != null && !listener.chains().isEmpty()) {
      return at(call, words, listener, "");
    }
    var nobody = new Effect.Unreachable("no_listener", "no listener has the port");
    return settled(call, words, nobody);
  }

  /** A Service of the proxies that has the port says where it leads; otherwise it is their own. */
  private @Nullable CompiledListener listening(ResourceKey gateway, int port, boolean datagrams) {
    CompiledListener own = null;
    for (CompiledListener listener : gateway(gateway)) {
      Listener found = listener.listener();
      if (found.datagrams() != datagrams) {
        continue;
      }
      if (found.binding() instanceof Listener.Binding.ToGateway to && to.dialed().contains(port)) {
        return listener;
      }
      own = found.binding().port() == port ? listener : own;
    }
    return own;
  }

  /** A listener of a client's sidecar; its name is unique there. */
  private CompiledListener compiled(ClientScope client, Listener listener) {
    var key = new Proxied(client, listener.name());
    CompiledListener known = sidecars.get(key);
    return known != null
        ? known
        : sidecars.computeIfAbsent(
            key, _ -> new CompiledListener(listener, effects.of(NetworkPeer.of(client))));
  }

  private Decision at(Call call, String words, CompiledListener listener, String address) {
    CompiledChain chain = listener.chain(call.tls(), call.protocol().http(), address);
    if (chain == null) {
      return unread(call, words, listener, null, closed(call));
    }
    Effect refusal =
        call.tls() == null ? null : validations.refusal(chain.chain(), call.handshake());
    if (refusal != null) {
      return unread(call, words, listener, chain, refusal);
    }
    Effect fixed = chain.effect();
    if (fixed != null) {
      Effect stopped =
          GatewayDoor.refusal(passage(listener, chain, call, call.request()), false, effects);
      return unread(
          call, words, listener, chain, stopped == null ? spoken(call, chain, fixed) : stopped);
    }
    if (call.tls() != null && !chain.encrypted()) {
      // The codec answers the handshake with 400 in plain text, which no TLS client can read.
      var refused = new Effect.Reject("tls", "the port reads HTTP without TLS", "DPE");
      return unread(call, words, listener, chain, refused);
    }
    return call.protocol().http()
        ? http(call, words, listener, chain)
        : unread(call, words, listener, chain, noHttp(call, chain));
  }

  /** Envoy closes a connection that no filter chain takes. */
  private static Effect closed(Call call) {
    Handshake tls = call.tls();
    String words =
        tls == null
            ? "the port takes TLS only"
            : "no filter chain takes the server name "
                + (tls.serverName() == null ? "of a client that sends none" : tls.serverName());
    return new Effect.Reject("tls", words, "NR");
  }

  private Decision http(Call call, String words, CompiledListener listener, CompiledChain chain) {
    Request request = call.request();
    if (Upgrade.isConnect(request)) {
      // A request without a path finds no route but one with a connect_matcher, which none has.
      if (!chain.chain().access().isEmpty()) {
        return unread(
            call, words, listener, chain, notModelled("CONNECT behind policies", chain.chain()));
      }
      var nowhere = new Effect.Respond(404, "no route takes " + Upgrade.CONNECT, "NR");
      return unread(call, words, listener, chain, nowhere);
    }
    String path =
        PathNormalisation.isReadable(request.target())
            ? PathNormalisation.of(request.path())
            : null;
    if (path == null) {
      boolean unreadable = !PathNormalisation.isReadable(request.target());
      var refused =
          new Effect.Respond(400, "the proxy refuses the path", unreadable ? "DPE" : null);
      return unread(call, words, listener, chain, refused);
    }
    Request arrived = request.withPath(path);
    String otherwise = Readings.otherwise(chain, request.path(), arrived);
    if (otherwise != null) {
      Caveat caveat = new Caveat(otherwise + " is not modelled", chain.chain().origin());
      return unread(call, words, listener, chain, effects.unknown(List.of(caveat)));
    }
    Passage passage = passage(listener, chain, call, arrived);
    Effect stopped = GatewayDoor.refusal(passage, true, effects);
    if (stopped != null) {
      return unread(call, words, listener, chain, stopped);
    }
    Request sent = GatewayDoor.behind(arrived, chain.chain().access(), passage);
    CompiledRules rules = chain.host(sent.authority());
    Request seen = rules == null ? sent : rules.claims().in(sent, passage.claims());
    // A route is chosen before filters are asked, and anew once a token was accepted: headers that
    // only look like claims lead where they say and are taken away behind that.
    Request matched = passage.accepted() == null ? arrived : seen;
    CompiledRules.Entry entry = rules == null ? null : rules.first(matched);
    if (entry == null) {
      return new Decision(
          call, seen, words, listener, chain, rules, null, CompiledRules.NO_RULE, NONE);
    }
    String upgrade = call.protocol() == Call.Protocol.GRPC ? null : Upgrade.of(seen);
    if (upgrade != null
        && !(Upgrade.isWebSocket(upgrade) && chain.reading().upgradesWebSockets())) {
      // Envoy refuses it whatever the rule would do, but only where there is a rule.
      var refused = new Effect.Respond(403, "an upgrade to " + upgrade + " is not allowed", null);
      return new Decision(call, seen, words, listener, chain, rules, entry, refused, NONE);
    }
    Effect effect = conditions.effect(entry, seen, upgrade);
    CrossOrigin cors = effect instanceof Effect.Forward ? entry.cors() : null;
    HeaderChanges added = cors == null ? NONE : cors.answer(seen);
    return new Decision(call, seen, words, listener, chain, rules, entry, effect, added);
  }

  /** Bytes are passed on whatever they are; datagrams are no bytes of a connection. */
  private Effect spoken(Call call, CompiledChain chain, Effect effect) {
    boolean datagrams = chain.chain().handler() instanceof Handler.Udp;
    boolean unknown = effect instanceof Effect.Unknown;
    return (call.protocol() == Call.Protocol.UDP) == datagrams || unknown
        ? effect
        : notModelled(call, chain.chain().origin());
  }

  /** Envoy's codec answers what it cannot read with 400 and closes the connection. */
  private Effect noHttp(Call call, CompiledChain chain) {
    return call.protocol() == Call.Protocol.UDP
        ? notModelled(call, chain.chain().origin())
        : new Effect.Reject("protocol", "the port reads HTTP, and this is none", "DPE");
  }

  private Effect notModelled(String what, FilterChain chain) {
    return effects.unknown(List.of(new Caveat(what + " is not modelled", chain.origin())));
  }

  private Effect notModelled(Call call, Origin origin) {
    String spoken = call.protocol().name().toLowerCase(java.util.Locale.ROOT);
    String reason = spoken + " to a port that is not for it is not modelled";
    return effects.unknown(List.of(new Caveat(reason, origin)));
  }

  private static Decision unread(
      Call call,
      String words,
      CompiledListener listener,
      @Nullable CompiledChain chain,
      Effect effect) {
    return new Decision(call, call.request(), words, listener, chain, null, null, effect, NONE);
  }

  private static Decision settled(Call call, String words, Effect effect) {
    return new Decision(call, call.request(), words, null, null, null, null, effect, NONE);
  }
}
