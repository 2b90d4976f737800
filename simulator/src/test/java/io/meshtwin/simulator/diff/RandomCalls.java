package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import java.util.Random;
import java.util.stream.Collectors;

/** Random requests on the boundaries of random meshes, as the simulator takes them. */
final class RandomCalls {
  private RandomCalls() {}

  static Call next(Random random) {
    SpecRequest spec = RandomRequests.next(random);
    String query =
        spec.query().entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    var request =
        new Request(
            spec.method(),
            "http",
            spec.throughGateway() ? spec.host() : "any.example",
            spec.path(),
            query.isEmpty() ? null : query,
            Headers.of(spec.headers()));
    Dial dial =
        spec.throughGateway()
            ? new Dial.ToHost(spec.host(), spec.port())
            : new Dial.ToService(spec.host(), spec.port());
    return new Call(client(spec), dial, Call.Protocol.HTTP, request);
  }

  private static Client client(SpecRequest spec) {
    if (!spec.throughGateway()) {
      return new Client.InMesh(ClientScope.of(spec.from()), "a workload in " + spec.from());
    }
    String name = spec.gateway();
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
}
