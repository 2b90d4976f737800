package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Mirrors of a rule that delegates and of the rules that it delegates to, field by field. */
class MirrorMergeTest {
  private static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: copy, namespace: shop}
      spec: {clusterIP: 10.0.0.2, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: each, namespace: shop}
      spec: {clusterIP: None, ports: [{name: http, port: 80}]}
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: root, namespace: shop}
      spec: {hosts: [cart], http: [{ROOT, delegate: {name: sub}}]}
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: sub, namespace: shop}
      spec: {http: [{SUB, route: [{destination: {host: cart}}]}]}
      """;

  private static RouteAction action(String root, String sub, String... more) {
    String yaml = MESH.replace("ROOT", root).replace("SUB", sub);
    String all = yaml + "---\n" + String.join("---\n", more);
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(all), Dialect.ISTIO);
    var key = new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
    Listener listener =
        Objects.requireNonNull(mesh.outbound(ClientScope.of("shop"), new ServicePort(key, 80)));
    return ((Handler.Http) listener.chains().getFirst().handler())
        .hosts().stream()
            .filter(host -> host.name().startsWith("cart.shop."))
            .flatMap(host -> host.rules().stream())
            .findFirst()
            .orElseThrow()
            .action();
  }

  private static List<String> mirrors(String root, String sub) {
    return ((RouteAction.Forward) action(root, sub))
        .delivery().mirrors().stream().map(MirrorMergeTest::words).toList();
  }

  private static String words(Mirror mirror) {
    String to = ((Destination.ToService) mirror.destination()).service().service().name();
    return to
        + " "
        + mirror.fraction()
        + " by "
        + mirror.origin().resource().name()
        + " "
        + mirror.origin().field();
  }

  @Test
  void theShareOfOneGoesWithTheMirrorOfTheOther() {
    assertThat(mirrors("mirrorPercentage: {value: 25}", "mirror: {host: copy}"))
        .containsExactly("copy 0.25 by sub spec.http[0].mirror");
    assertThat(mirrors("mirror: {host: copy}", "mirrorPercentage: {value: 10}"))
        .containsExactly("copy 0.1 by root spec.http[0].mirror");
  }

  @Test
  void thePercentageGoesBeforeTheOlderPercentWhoeverSaysIt() {
    assertThat(mirrors("mirrorPercentage: {value: 25}", "mirror: {host: copy}, mirrorPercent: 50"))
        .containsExactly("copy 0.25 by sub spec.http[0].mirror");
  }

  @Test
  void theOldMirrorOfOneStandsBesideTheListOfTheOther() {
    assertThat(
            mirrors(
                "mirrors: [{destination: {host: cart}, percentage: {value: 50}}]",
                "mirror: {host: copy}"))
        .containsExactly(
            "copy 1.0 by sub spec.http[0].mirror", "cart 0.5 by root spec.http[0].mirrors[0]");
  }

  @Test
  void whatADelegateSaysGoesBeforeTheRoots() {
    assertThat(
            mirrors(
                "mirror: {host: cart}, mirrorPercentage: {value: 25}",
                "mirror: {host: copy}, mirrorPercentage: {value: 75}"))
        .containsExactly("copy 0.75 by sub spec.http[0].mirror");
  }

  @Test
  void whatIsNotKnownOfAMirrorIsSaid() {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: copy, namespace: shop}
        spec: {host: copy, trafficPolicy: {tunnel: {targetHost: a.example, targetPort: 443}}}
        """;
    assertThat(action("name: r", "mirror: {host: copy}", rule))
        .isInstanceOfSatisfying(
            RouteAction.Unmodelled.class,
            unmodelled -> assertThat(unmodelled.caveat().reason()).contains("tunnel", "copy"));
    assertThat(action("name: r", "mirror: {host: each}"))
        .isInstanceOfSatisfying(
            RouteAction.Unmodelled.class,
            unmodelled ->
                assertThat(unmodelled.caveat().origin().field()).isEqualTo("spec.http[0].mirror"));
  }
}
