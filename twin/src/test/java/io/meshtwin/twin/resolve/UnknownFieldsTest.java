package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.resource.FieldPlaces;
import io.meshtwin.twin.resource.FieldPlaces.Place;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the decision calls unknown is unknown where it is given, and only there. */
class UnknownFieldsTest {
  private static final String MESH =
      Meshes.service("shop", "cart")
          + Meshes.service("shop", "web").replace("name: web-v1", "name: web")
          + Meshes.service("shop", "db").replace("name: http", "name: tcp")
          + Meshes.service("far", "other")
          + """
          ---
          apiVersion: networking.istio.io/v1
          kind: Gateway
          metadata: {name: edge, namespace: shop}
          spec:
            selector: {app: cart}
            servers: [{port: {number: 80, protocol: HTTP, name: http}, hosts: ['*']}]
          """;

  /** Fields that can only matter to a mesh of several clusters. */
  private static final Set<String> ELSEWHERE =
      Set.of("MeshConfig serviceSettings", "MeshConfig serviceScopeConfigs");

  @Test
  void everyUnknownFieldHasAnExample() {
    Set<String> unknown =
        FieldPlaces.read().rows().stream()
            .filter(row -> row.place() == Place.UNKNOWN)
            .map(FieldPlaces.Row::name)
            .filter(name -> !ELSEWHERE.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(UnknownFieldExamples.all().keySet()).isEqualTo(unknown);
  }

  @Test
  void withoutThemNothingIsUnknown() {
    assertThat(doubts("", "shop")).isEmpty();
    assertThat(doubts("", "far")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatItTouchesIsUnknown(String field, String objects) {
    assertThat(doubts(objects, "shop")).as(objects).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examplesOfOneNamespace")
  void whatItDoesNotTouchIsAnswered(String field, String objects) {
    assertThat(doubts(objects, "far")).as(objects).isEmpty();
  }

  static Stream<Arguments> examples() {
    return UnknownFieldExamples.all().entrySet().stream()
        .map(example -> Arguments.of(example.getKey(), example.getValue()));
  }

  /** Settings of a mesh reach all of it. */
  static Stream<Arguments> examplesOfOneNamespace() {
    return UnknownFieldExamples.all().entrySet().stream()
        .filter(example -> !example.getKey().startsWith("MeshConfig "))
        .map(example -> Arguments.of(example.getKey(), example.getValue()));
  }

  /** Why answers to the workloads of a namespace, and at its Gateways, are unknown. */
  private static Set<String> doubts(String objects, String namespace) {
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(MESH + objects), Dialect.ISTIO);
    Stream<Caveat> between =
        mesh.workloads().stream()
            .filter(workload -> workload.key().namespace().equals(namespace))
            .flatMap(workload -> of(mesh, workload));
    Stream<Caveat> atGateways =
        mesh.image()
            .all(IstioGateway.class)
            .filter(gateway -> gateway.key().namespace().equals(namespace))
            .flatMap(gateway -> mesh.gateway(gateway.key()).stream())
            .flatMap(UnknownFieldsTest::of);
    return Stream.concat(between, atGateways)
        .map(Caveat::reason)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What a workload sends within its namespace and to places that nobody knows, and takes. */
  private static Stream<Caveat> of(ResolvedMesh mesh, Workload workload) {
    ClientScope scope = mesh.scope(workload);
    Stream<Caveat> sent =
        mesh.hostPorts("local").stream()
            .filter(port -> port.service().namespace().equals(scope.namespace()))
            .flatMap(port -> of(mesh, scope, port));
    Stream<Caveat> dialed =
        Stream.of(
                new Approach(scope, "127.0.0.1", 15002, Approach.Spoken.PLAIN_HTTP),
                new Approach(scope, "nobody.example", 9, Approach.Spoken.PLAIN_HTTP))
            .flatMap(approach -> of(mesh.intercepted(approach)));
    Inbound inbound = mesh.inbound(workload, 8080);
    Stream<Caveat> taken = inbound == null ? Stream.empty() : inbound.caveats().stream();
    return Stream.of(sent, dialed, taken).flatMap(caveats -> caveats);
  }

  private static Stream<Caveat> of(ResolvedMesh mesh, ClientScope scope, ServicePort port) {
    Listener listener = mesh.outbound(scope, port);
    Stream<Caveat> way = listener == null ? Stream.empty() : of(listener);
    return Stream.concat(way, mesh.cluster(port).caveats().stream());
  }

  private static Stream<Caveat> of(Interception taken) {
    return switch (taken) {
      case Interception.ToListener to -> of(to.listener());
      case Interception.AsDialed leaves -> leaves.caveats().stream();
      case Interception.ToWorkload to -> to.caveats().stream();
      case Interception.ToService _, Interception.NoName _, Interception.NoPort _ -> Stream.empty();
    };
  }

  private static Stream<Caveat> of(Listener listener) {
    return listener.chains().stream()
        .flatMap(chain ->
            switch (chain.handler()) {
              case Handler.Unmodelled unknown -> unknown.caveats().stream();
              case Handler.Http http ->
                  http.hosts().stream()
                      .flatMap(host -> host.rules().stream())
                      .flatMap(rule ->
                          rule.action() instanceof RouteAction.Unmodelled unknown
                              ? Stream.of(unknown.caveat())
                              : Stream.empty());
              case Handler.Tcp _, Handler.Udp _ -> Stream.empty();
            });
  }
}
