package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecEvaluator;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.ServicePort;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Resources → routing → verdict against a second reading of the specification, which shares no code
 * with the twin. Any number of meshes: {@code -Dmeshtwin.spec.meshes=10000}.
 */
class SpecAgreementTest {
  private static final int MESHES = Integer.getInteger("meshtwin.spec.meshes", 40);
  private static final int REQUESTS = 150;
  private static final double ROUNDING = 1e-9;

  @RepeatedTest(10)
  void theSimulatorAgreesWithASecondReadingOfTheSpecification() {
    for (int i = 0; i < MESHES / 10; i++) {
      long seed = new Random().nextLong();
      var random = new Random(seed);
      List<ObjectNode> objects = RandomMesh.objects(random);
      var simulator = new Simulator(ResolvedMesh.of(image(objects), Dialect.SPEC));
      var specification = new SpecEvaluator(objects);
      for (int n = 0; n < REQUESTS; n++) {
        SpecRequest request = RandomRequests.next(random);
        var expected = specification.evaluate(request).shares();
        var actual = shares(simulator.verdict(call(request)));
        assertThat(actual.keySet()).as("seed %d: %s", seed, request).isEqualTo(expected.keySet());
        expected.forEach((target, share) ->
            assertThat(Math.abs(Objects.requireNonNull(actual.get(target)) - share))
                .as("seed %d: %s, share of %s", seed, request, target)
                .isLessThan(ROUNDING));
      }
    }
  }

  private static SortedMap<String, Double> shares(Verdict verdict) {
    var result = new TreeMap<String, Double>();
    for (Share share : verdict.shares()) {
      Share.Failure failure = share.failure();
      ServicePort service = share.service();
      String target =
          failure == null
              ? Objects.requireNonNull(service).service().qualifiedName()
              : String.valueOf(failure.status());
      result.merge(target, share.weight(), Double::sum);
    }
    if (result.isEmpty()) {
      result.put(String.valueOf(verdict.status()), 1.0);
    }
    return result;
  }

  private static Call call(SpecRequest request) {
    String query =
        request.query().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("&"));
    var http =
        new Request(
            request.method(),
            "http",
            request.throughGateway() ? request.host() : "any.example",
            request.path(),
            query.isEmpty() ? null : query,
            Headers.of(request.headers()));
    return request.throughGateway()
        ? new Call(atGateway(request.gateway()), dial(request), Call.Protocol.HTTP, http)
        : new Call(
            new Client.InMesh(ClientScope.of(request.from()), request.from() + "/client"),
            new Dial.ToService(request.host(), request.port()),
            Call.Protocol.HTTP,
            http);
  }

  private static Client atGateway(String name) {
    int slash = name.indexOf('/');
    return new Client.AtGateway(
        new ResourceKey(
            ResourceKey.LOCAL,
            "gateway.networking.k8s.io",
            "Gateway",
            name.substring(0, slash),
            name.substring(slash + 1)),
        null);
  }

  private static Dial dial(SpecRequest request) {
    return new Dial.ToHost(request.host(), request.port());
  }

  private static MeshImage image(List<ObjectNode> objects) {
    var delta = new MeshDelta(MeshImage.EMPTY);
    var provenance = Provenance.ofManifest(new SourceLocation("random", 1), Instant.EPOCH);
    for (ObjectNode object : objects) {
      Manifest manifest = Manifest.of(ResourceKey.LOCAL, object);
      delta.replay(new ResourceEvent.Applied(manifest, provenance));
    }
    return delta.apply(Position.START);
  }
}
