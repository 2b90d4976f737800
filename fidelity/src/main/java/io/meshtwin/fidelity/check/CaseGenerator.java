package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Requests on the boundaries of a mesh's rules: each rule is hit, just missed, and hit by requests
 * that an earlier rule might take. The same mesh and seed give the same cases.
 */
public final class CaseGenerator {
  private final SplittableRandom random;
  private final Guests guests;
  private final List<Target> targets = new ArrayList<>();
  private final List<Target> routed = new ArrayList<>();

  private record Target(Client client, Listener listener, FilterChain chain) {}

  public CaseGenerator(ResolvedMesh mesh, long seed) {
    random = new SplittableRandom(seed);
    guests = Guests.of(mesh, random);
    for (Client.InMesh client : guests.clients()) {
      add(client, guests.listeners(client));
    }
    for (ResourceKey gateway : mesh.gateways()) {
      var client = new Client.AtGateway(gateway, null, Guards.HERE, Caller.UNKNOWN);
      add(client, mesh.gateway(gateway));
    }
  }

  private static boolean isRouted(Handler.Http http) {
    return http.hosts().stream()
        .flatMap(host -> host.rules().stream())
        .anyMatch(rule -> !rule.name().equals(RouteRule.DEFAULT));
  }

  private void add(Client client, Iterable<Listener> listeners) {
    for (Listener listener : listeners) {
      for (FilterChain chain : listener.chains()) {
        var target = new Target(client, listener, chain);
        targets.add(target);
        if (chain.handler() instanceof Handler.Http http && isRouted(http)) {
          routed.add(target);
        }
      }
    }
  }

  /** So many cases; none where the mesh has nothing that takes a request. */
  public List<Case> cases(int count) {
    var result = new ArrayList<Case>();
    for (int i = 0; i < count && !targets.isEmpty(); i++) {
      // Where routes act there is more to go wrong than where they do not.
      boolean anywhere = routed.isEmpty() || random.nextInt(5) == 0;
      Call call = call(pick(anywhere ? targets : routed));
      result.add(new Case("g" + i, guests.carrying(call)));
    }
    return result;
  }

  private Call call(Target target) {
    Listener listener = target.listener();
    return switch (target.chain().handler()) {
      case Handler.Http _ when isRare() && takesBytes(target.chain()) -> bytes(target);
      case Handler.Http http when !http.hosts().isEmpty() -> {
        VirtualHost host = pick(http.hosts());
        Boundaries boundaries = new Boundaries(random, guests.instead(match(host)));
        yield http(target, boundaries.request(authority(listener, host)));
      }
      case Handler.Tcp _ when Clients.bare(target.client(), listener) && random.nextInt(3) > 0 -> {
        Boundaries boundaries = new Boundaries(random, guests.instead(RouteMatch.ANY));
        yield http(target, boundaries.request(name(listener)));
      }
      case Handler.Tcp _ -> bytes(target);
      case Handler.Http _ -> http(target, plain(listener));
      case Handler.Udp _ ->
          new Call(target.client(), dial(listener), Call.Protocol.UDP, plain(listener));
      case Handler.Unmodelled _ ->
          new Call(target.client(), dial(listener), Call.Protocol.HTTP, plain(listener));
    };
  }

  /** Bytes to a port that reads HTTP are seldom sent, and answered the same everywhere. */
  private boolean isRare() {
    return random.nextInt(40) == 0;
  }

  private static boolean takesBytes(FilterChain chain) {
    return switch (chain.transport()) {
      case Transport.Any _, Transport.Terminated _ -> true;
      case Transport.PlainHttp _, Transport.Passthrough _ -> false;
    };
  }

  private Call http(Target target, Request request) {
    Dial dial = dial(target.listener());
    if (target.chain().transport() instanceof Transport.Terminated terminated) {
      Handshake hello = hello(terminated.serverNames(), request.authority());
      Request inside =
          new Request(
              request.method(),
              "https",
              request.authority(),
              request.path(),
              request.query(),
              request.headers());
      return new Call(target.client(), dial, Call.Protocol.HTTPS, hello, inside);
    }
    return request.isGrpc()
        ? new Call(target.client(), dial, Call.Protocol.GRPC, request)
        : new Call(target.client(), dial, Call.Protocol.HTTP, request);
  }

  private Call bytes(Target target) {
    Request nothing = plain(target.listener());
    Dial dial = dial(target.listener());
    return switch (target.chain().transport()) {
      case Transport.Any _ -> new Call(target.client(), dial, Call.Protocol.TCP, nothing);
      case Transport.PlainHttp _ -> new Call(target.client(), dial, Call.Protocol.HTTP, nothing);
      case Transport.Passthrough tls -> encrypted(target, tls.serverNames());
      case Transport.Terminated tls -> encrypted(target, tls.serverNames());
    };
  }

  private Call encrypted(Target target, List<String> serverNames) {
    return new Call(
        target.client(),
        dial(target.listener()),
        Call.Protocol.TLS,
        hello(serverNames, "gateway.invalid"),
        plain(target.listener()));
  }

  /** Mostly the name that Host says, as clients do; sometimes one that the chain takes. */
  private Handshake hello(List<String> serverNames, String authority) {
    String host = Authority.withoutPort(authority).toLowerCase(Locale.ROOT);
    String name = pick(serverNames);
    if (name.startsWith("*")) {
      name = name.equals("*") ? "any.invalid" : "a" + name.substring(1);
    }
    boolean own = host.isEmpty() || host.equals("gateway.invalid") || random.nextInt(6) == 0;
    return Handshake.to(own ? name : host);
  }

  private RouteMatch match(VirtualHost host) {
    return host.rules().isEmpty() ? RouteMatch.ANY : pick(host.rules()).match();
  }

  private static Request plain(Listener listener) {
    return new Request("GET", "http", name(listener), "/", null, Headers.NONE);
  }

  private static Dial dial(Listener listener) {
    return switch (listener.binding()) {
      case Listener.Binding.ToService to when to.service().isHost() ->
          new Dial.ToHost(
              to.addresses().isEmpty() ? to.service().display() : to.addresses().getFirst(),
              to.port());
      case Listener.Binding.ToService to ->
          new Dial.ToService(to.service().service().qualifiedName(), to.port());
      case Listener.Binding.ToPort to -> new Dial.ToHost("service.invalid", to.port());
      case Listener.Binding.ToAnything to -> new Dial.ToHost("service.invalid", to.port());
      case Listener.Binding.ToGateway to -> new Dial.ToHost("gateway.invalid", to.port());
    };
  }

  private String authority(Listener listener, VirtualHost host) {
    String domain = pick(host.domains());
    String name = domain;
    if (domain.equals("*")) {
      name = name(listener);
    } else if (domain.startsWith("*")) {
      name = (random.nextBoolean() ? "a" : "a.b") + domain.substring(1);
    }
    return switch (random.nextInt(8)) {
      case 0 -> name + ":" + listener.binding().port();
      case 1 -> name.toUpperCase(Locale.ROOT);
      case 2 -> "x" + name;
      default -> name;
    };
  }

  /** What a client would write as Host. */
  private static String name(Listener listener) {
    return switch (listener.binding()) {
      case Listener.Binding.ToService to ->
          to.hostnames().isEmpty() ? "service.invalid" : to.hostnames().getLast();
      case Listener.Binding.ToPort _, Listener.Binding.ToAnything _ -> "service.invalid";
      case Listener.Binding.ToGateway _ -> "gateway.invalid";
    };
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
