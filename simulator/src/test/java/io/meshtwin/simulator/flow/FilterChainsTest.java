package io.meshtwin.simulator.flow;

import static io.meshtwin.simulator.Chains.call;
import static io.meshtwin.simulator.Chains.https;
import static io.meshtwin.simulator.Chains.listener;
import static io.meshtwin.simulator.Chains.overTls;
import static io.meshtwin.simulator.Chains.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Chains;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which filter chain takes a connection, and what becomes of one that none takes. */
class FilterChainsTest {
  private static final String TO_CART = "rules: [{backendRefs: [{name: 'cart', port: 80}]}]";

  private static final Simulator TLS =
      simulator(
          "["
              + https("exact", "shop.example", "shop-tls")
              + ","
              + https("wild", "*.example", "other-tls")
              + "]",
          route("HTTPRoute", "all", TO_CART));

  @Test
  void theClosestServerNameTakesTheConnection() {
    assertThat(chain("shop.example")).isEqualTo("exact");
    assertThat(chain("SHOP.example")).isEqualTo("exact");
    assertThat(chain("a.b.example")).isEqualTo("wild");
  }

  @Test
  void aConnectionThatNoServerNameTakesIsClosed() {
    Verdict verdict = TLS.verdict(overTls("shop.test", "shop.test", null));
    assertThat(verdict.kind()).isEqualTo(Kind.REJECTED);
    assertThat(verdict.reason()).isEqualTo("tls");
    assertThat(verdict.flags()).isEqualTo("NR");
  }

  @Test
  void aConnectionWithoutTlsIsClosedWhereOnlyTlsIsTaken() {
    Verdict verdict = TLS.verdict(call(443, Call.Protocol.HTTP));
    assertThat(verdict.kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void bytesInTlsAreRefusedWhereHttpIsRead() {
    var call = overTls("shop.example", "shop.example", null);
    var bytes =
        new Call(call.from(), call.to(), Call.Protocol.TLS, call.handshake(), call.request());
    Verdict verdict = TLS.verdict(bytes);
    assertThat(verdict.kind()).isEqualTo(Kind.REJECTED);
    assertThat(verdict.reason()).isEqualTo("protocol");
    assertThat(verdict.flags()).isEqualTo("DPE");
  }

  @Test
  void aHostOfAnotherListenerIsMisdirected() {
    Verdict verdict = TLS.verdict(overTls("other.example", "shop.example", null));
    assertThat(verdict.status()).isEqualTo(421);
  }

  @Test
  void bytesAndDatagramsOnOnePortGoEachTheirWay() {
    Simulator simulator =
        simulator(
            "[" + listener("tcp", 53, "TCP") + "," + listener("udp", 53, "UDP") + "]",
            route("TCPRoute", "bytes", TO_CART),
            route("UDPRoute", "datagrams", "rules: [{backendRefs: [{name: 'dns', port: 80}]}]"));
    assertThat(service(simulator, Call.Protocol.TCP)).isEqualTo("cart");
    assertThat(service(simulator, Call.Protocol.UDP)).isEqualTo("dns");
  }

  @Test
  void datagramsToAPortWithoutAListenerForThemReachNobody() {
    Verdict verdict = TLS.verdict(call(443, Call.Protocol.UDP));
    assertThat(verdict.reason()).isEqualTo("no_listener");
  }

  private static String chain(String serverName) {
    Decision decision = TLS.decide(overTls(serverName, serverName, null));
    CompiledChain chain = decision.chain();
    return chain == null ? "none" : chain.chain().name();
  }

  private static String service(Simulator simulator, Call.Protocol protocol) {
    var service = simulator.verdict(call(53, protocol)).shares().getFirst().service();
    return service == null ? "none" : service.service().name();
  }

  private static Simulator simulator(String listeners, String... routes) {
    var objects = new ArrayList<String>(Chains.gateway(listeners));
    objects.addAll(List.of(routes));
    objects.add(Meshes.service("cart"));
    objects.add(Meshes.service("dns").replace("name: 'http'", "protocol: 'UDP'"));
    List.of("cart", "dns").forEach(name -> objects.add(Meshes.workload(name)));
    return new Simulator(Meshes.mesh(objects.toArray(String[]::new)));
  }
}
