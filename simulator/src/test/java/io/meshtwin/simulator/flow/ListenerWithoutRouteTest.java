package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.ParentRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenerWithoutRouteTest {
  private static final String GATEWAY =
      "{apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: {name: 'edge',"
          + " namespace: 'shop'}, spec: {gatewayClassName: 'any', listeners: [{name: 'tcp', port:"
          + " 53, protocol: 'TCP'}, {name: 'udp', port: 53, protocol: 'UDP'}]}}";

  private static final ResourceKey EDGE =
      new ResourceKey(ResourceKey.LOCAL, ParentRef.GATEWAY_GROUP, "Gateway", "shop", "edge");

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UDP"})
  void bytesAndDatagramsGoNowhere(Call.Protocol protocol) {
    Call any = Meshes.get("edge.example", "/", java.util.Map.of());
    var client = new Client.AtGateway(EDGE, null);
    var call = new Call(client, new Dial.ToHost("edge.example", 53), protocol, null, any.request());
    Verdict verdict = new Simulator(Meshes.mesh(GATEWAY)).verdict(call);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNREACHABLE);
    assertThat(verdict.reason()).isEqualTo("no_backend");
  }
}
