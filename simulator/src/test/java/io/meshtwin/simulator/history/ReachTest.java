package io.meshtwin.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.diff.EffectKey;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.testkit.mesh.IstioRequests;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.EndpointSlice;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a flow does in the part of the mesh that it can depend on, it does in the whole. Any number
 * of meshes: {@code -Dmeshtwin.reach.meshes=1000}; one again: {@code -Dmeshtwin.seed=S}.
 */
class ReachTest {
  private static final int MESHES = Integer.getInteger("meshtwin.reach.meshes", 20);
  private static final int REQUESTS = 30;

  private int smaller;

  @Test
  void aFlowDoesTheSameInThePartOfTheMeshThatItReaches() {
    long first = Long.getLong("meshtwin.seed", 1);
    for (long seed = first; seed < first + MESHES; seed++) {
      var random = new Random(seed);
      MeshImage image = Meshes.mesh(RandomMesh.objects(random)).image();
      for (int n = 0; n < REQUESTS; n++) {
        SpecRequest request = RandomRequests.next(random);
        MeshImage part = part(image, flow(request));
        assertThat(key(part, request, Dialect.SPEC))
            .as("-Dmeshtwin.seed=%d %s", seed, request)
            .isEqualTo(key(image, request, Dialect.SPEC));
      }
    }
    assertThat(smaller).isPositive();
  }

  @Test
  void inIstioItDoesTheSameToo() {
    long first = Long.getLong("meshtwin.seed", 1);
    for (long seed = first; seed < first + MESHES; seed++) {
      var random = new Random(seed);
      List<ObjectNode> objects = IstioMesh.objects(random);
      MeshImage image = Meshes.mesh(objects).image();
      for (int n = 0; n < REQUESTS; n++) {
        SpecRequest request = IstioRequests.next(random);
        MeshImage part = part(image, istioFlow(request));
        assertThat(key(part, request, Dialect.ISTIO))
            .as("-Dmeshtwin.seed=%d %s", seed, request)
            .isEqualTo(key(image, request, Dialect.ISTIO));
      }
    }
    assertThat(smaller).isPositive();
  }

  private MeshImage part(MeshImage image, Flow flow) {
    var reach = new Reach(flow);
    image
        .resources()
        .forEach((key, state) -> {
          if (!Reach.isWorkload(key)) {
            reach.learn(state.manifest(), state::resource);
          }
        });
    reach.close();
    image.all(EndpointSlice.class).forEach(reach::learnEndpoints);
    MeshImage part = image.only(reach::takes);
    smaller += part.resources().size() < image.resources().size() ? 1 : 0;
    return part;
  }

  static String key(MeshImage image, SpecRequest request, Dialect dialect) {
    ResolvedMesh mesh = ResolvedMesh.of(image, dialect);
    Call call =
        dialect.equals(Dialect.SPEC) ? SpecCalls.of(request) : SpecCalls.ofIstio(mesh, request);
    var decision = new Simulator(mesh).decide(call);
    return EffectKey.of(decision) + decision.verdict().kind() + decision.verdict().reason();
  }

  static Flow flow(SpecRequest request) {
    if (request.throughGateway()) {
      return new Flow(ResourceKey.LOCAL, null, request.dialed(), hosts(request.host()));
    }
    int slash = request.dialed().indexOf('/');
    String service =
        request.dialed().substring(slash + 1) + "." + request.dialed().substring(0, slash);
    return new Flow(ResourceKey.LOCAL, request.from() + "/", null, hosts(service, request.host()));
  }

  static Flow istioFlow(SpecRequest request) {
    return request.throughGateway()
        ? new Flow(ResourceKey.LOCAL, null, request.dialed(), hosts(request.host()))
        : new Flow(
            ResourceKey.LOCAL, request.from(), null, hosts(request.dialed(), request.host()));
  }

  private static Set<String> hosts(String... hosts) {
    return Stream.of(hosts)
        .filter(host -> !host.isEmpty())
        .map(host -> host.replaceFirst(":\\d+$", ""))
        .collect(Collectors.toSet());
  }
}
