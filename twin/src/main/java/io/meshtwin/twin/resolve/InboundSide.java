package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.JwtRule;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerSide;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What workloads' own proxies do with what comes to them, where istiod configures them. */
final class InboundSide {
  private final MeshImage image;
  private final ClientScopes scopes;
  private final MeshSecurity security;
  private final InboundPorts ports;
  private final Map<Door, Inbound> inbounds = new ConcurrentHashMap<>();

  /** A port of a workload. */
  private record Door(ResourceKey workload, int port) {}

  InboundSide(MeshImage image, ClientScopes scopes, MeshSecurity security, ServerPools pools) {
    this.image = image;
    this.scopes = scopes;
    this.security = security;
    this.ports = new InboundPorts(image, security.settings().rootNamespace(), pools);
  }

  /** What is done with connections to a port; null where the workload has no proxy. */
  @Nullable Inbound of(Workload workload, int port) {
    return scopes.of(workload).meshed()
        ? inbounds.computeIfAbsent(new Door(workload.key(), port), _ -> resolve(workload, port))
        : null;
  }

  private Inbound resolve(Workload workload, int port) {
    InboundPorts.Said said = ports.of(workload, port);
    List<Caveat> unmodelled =
        Stream.concat(
                Stream.ofNullable(said.caveat()),
                security.policies(workload).stream()
                    .flatMap(
                        policy -> Stream.concat(Caveats.refused(image, policy), required(policy))))
            .toList();
    return security.inbound(workload, port, said.carries(), unmodelled);
  }

  /** istiod's releases differ in what they do with a token that has to be there. */
  private Stream<Caveat> required(ResourceKey policy) {
    RequestAuthentication tokens = image.get(policy, RequestAuthentication.class);
    return tokens == null
        ? Stream.empty()
        : tokens.rules().stream()
            .filter(JwtRule::required)
            .map(rule ->
                Caveats.notModelled(
                    "presence REQUIRED of " + policy,
                    new Origin(policy, rule.field(), tokens.metadata().source(rule.field()))));
  }

  /** All that comes to a workload; null where it has no proxy. */
  @Nullable ServerSide server(Workload workload) {
    Inbound others = of(workload, 0);
    if (others == null) {
      return null;
    }
    var result = new TreeMap<Integer, ServerSide.Port>();
    var numbers = ports.named(workload);
    numbers.addAll(security.ports(workload));
    for (int number : numbers) {
      InboundPorts.Said said = ports.of(workload, number);
      Inbound inbound = Objects.requireNonNull(of(workload, number));
      result.put(number, new ServerSide.Port(inbound, said.spoken(), said.endpoint()));
    }
    return new ServerSide(result, others, security.peers());
  }

  /** The identity that a workload shows in mutual TLS. */
  String identity(String namespace, String serviceAccount) {
    return security.settings().identity(namespace, serviceAccount);
  }

  /** An endpoint with whether clients speak mutual TLS to the workload that it is. */
  Endpoint labelled(Workload workload, Endpoint endpoint) {
    return endpoint.with(security.mutual(workload, endpoint.port(), scopes.of(workload).meshed()));
  }
}
