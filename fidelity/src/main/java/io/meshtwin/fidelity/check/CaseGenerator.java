package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests on the boundaries of a mesh's rules: each rule is hit, just missed, and hit by requests
 * that an earlier rule might take. The same mesh and seed give the same cases.
 */
public final class CaseGenerator {
  private final SplittableRandom random;
  private final List<Target> targets = new ArrayList<>();

  private record Target(Client client, Listener listener) {}

  public CaseGenerator(ResolvedMesh mesh, long seed) {
    random = new SplittableRandom(seed);
    Map<ClientScope, String> clients = new LinkedHashMap<>();
    for (Workload workload : mesh.workloads()) {
      clients.putIfAbsent(workload.scope(), workload.name());
    }
    clients.forEach((scope, name) ->
        mesh.sidecar(scope)
            .forEach(
                listener -> targets.add(new Target(new Client.InMesh(scope, name), listener))));
    for (ResourceKey gateway : mesh.gateways()) {
      mesh.gateway(gateway)
          .forEach(
              listener -> targets.add(new Target(new Client.AtGateway(gateway, null), listener)));
    }
  }

  /** So many cases; none where the mesh has nothing that takes a request. */
  public List<Case> cases(int count) {
    var result = new ArrayList<Case>();
    for (int i = 0; i < count && !targets.isEmpty(); i++) {
      result.add(new Case("g" + i, call(targets.get(random.nextInt(targets.size())))));
    }
    return result;
  }

  private Call call(Target target) {
    Listener listener = target.listener();
    return switch (listener.chains().getFirst().handler()) {
      case Handler.Http http when !http.hosts().isEmpty() -> {
        VirtualHost host = pick(http.hosts());
        Boundaries boundaries = new Boundaries(random, match(host));
        yield new Call(
            target.client(),
            dial(listener),
            Call.Protocol.HTTP,
            boundaries.request(authority(listener, host)));
      }
      case Handler.Tcp _ ->
          new Call(target.client(), dial(listener), Call.Protocol.TCP, plain(listener));
      case Handler.Http _ ->
          new Call(target.client(), dial(listener), Call.Protocol.HTTP, plain(listener));
      case Handler.Udp _ ->
          new Call(target.client(), dial(listener), Call.Protocol.UDP, plain(listener));
      case Handler.Unmodelled _ ->
          new Call(target.client(), dial(listener), Call.Protocol.HTTP, plain(listener));
    };
  }

  private RouteMatch match(VirtualHost host) {
    return host.rules().isEmpty() ? RouteMatch.ANY : pick(host.rules()).match();
  }

  private static Request plain(Listener listener) {
    return new Request("GET", "http", name(listener), "/", null, Headers.NONE);
  }

  private static Dial dial(Listener listener) {
    return switch (listener.binding()) {
      case Listener.Binding.ToService to ->
          new Dial.ToService(to.service().service().qualifiedName(), to.port());
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
      case 1 -> name.toUpperCase(java.util.Locale.ROOT);
      case 2 -> "x" + name;
      default -> name;
    };
  }

  /** What a client would write as Host. */
  private static String name(Listener listener) {
    return switch (listener.binding()) {
      case Listener.Binding.ToService to ->
          to.hostnames().isEmpty() ? "service.invalid" : to.hostnames().getLast();
      case Listener.Binding.ToGateway _ -> "gateway.invalid";
    };
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
