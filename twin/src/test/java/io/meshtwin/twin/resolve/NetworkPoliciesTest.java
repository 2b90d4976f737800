package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.network.Reach;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import org.junit.jupiter.api.Test;

class NetworkPoliciesTest {
  private static final ServicePort CART =
      new ServicePort(new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart"), 80);

  private static final String SHOP =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop, labels: {app: cart, half: one}}
      spec: {containers: [{name: main, ports: [{name: web, containerPort: 8080}]}]}
      status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}], conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: two, namespace: shop, labels: {app: cart, half: two}}
      spec: {containers: [{name: main, ports: [{name: web, containerPort: 8080}]}]}
      status: {podIP: 10.0.1.1, podIPs: [{ip: 10.0.1.1}], conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: front, labels: {app: web}}
      spec: {containers: [{name: main}]}
      status: {podIP: 10.0.2.1, podIPs: [{ip: 10.0.2.1}], conditions: [{type: Ready, status: "True"}]}
      """;

  @Test
  void onlyThePodsThatAreSelectedAreClosed() {
    Reach reach = reach("shop", "{podSelector: {matchLabels: {half: two}}}");
    assertThat(reach.open()).extracting(Endpoint::name).containsExactly("shop/one");
    assertThat(reach.closed()).extracting(Endpoint::name).containsExactly("shop/two");
    assertThat(reach.words()).isEqualTo("NetworkPolicy shop/p");
  }

  @Test
  void theTargetPortCountsNotTheServicesOwn() {
    assertThat(reach("shop", "{podSelector: {}, ingress: [{ports: [{port: 80}]}]}").open())
        .isEmpty();
    assertThat(reach("shop", "{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}").closed())
        .isEmpty();
  }

  @Test
  void aNamedPortIsAPortOfThePodThatAnswers() {
    assertThat(reach("shop", "{podSelector: {}, ingress: [{ports: [{port: web}]}]}").closed())
        .isEmpty();
    assertThat(reach("shop", "{podSelector: {}, ingress: [{ports: [{port: other}]}]}").open())
        .isEmpty();
  }

  @Test
  void labelsOfThePodThatConnectsAreRead() {
    String front = "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: front}}";
    String rule =
        "{podSelector: {}, ingress: [{from: [{"
            + front
            + ", podSelector: {matchLabels: {app: %s}}}]}]}";
    assertThat(reach("shop", rule.formatted("web")).closed()).isEmpty();
    assertThat(reach("shop", rule.formatted("other")).open()).isEmpty();
  }

  @Test
  void addressesThatMayBeReachedAreBlocksWithoutSomeParts() {
    Reach reach =
        reach(
            "front",
            "{podSelector: {}, policyTypes: [Egress],"
                + " egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.1.0/24]}}]}]}");
    assertThat(reach.open()).extracting(Endpoint::name).containsExactly("shop/one");
    assertThat(reach.unknown()).isEmpty();
  }

  @Test
  void whoAClientIsByAddressIsNotKnown() {
    Reach reach =
        reach("shop", "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}");
    assertThat(reach.unknown())
        .extracting(caveat -> caveat.reason())
        .contains("whether NetworkPolicy shop/p lets the client reach shop/one is not known");
  }

  private static Reach reach(String namespace, String spec) {
    String policy =
        """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: %s}
        spec: %s
        """
            .formatted(namespace, spec);
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(SHOP + policy), Dialect.SPEC);
    Workload client =
        java.util.Objects.requireNonNull(mesh.workload(ResourceKey.LOCAL, "front/web"));
    return mesh.network().reach(NetworkPeer.of(mesh.scope(client)), mesh.cluster(CART));
  }
}
