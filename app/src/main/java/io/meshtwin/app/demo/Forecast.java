package io.meshtwin.app.demo;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.local.LoopbackAddresses;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the simulator says of the requests that the demo sends. */
final class Forecast {
  static final ProxyId STOREFRONT = ProxyId.sidecar("shop", "storefront");
  static final ProxyId PAYMENT = ProxyId.sidecar("payments", "payment");
  static final ProxyId WEB = ProxyId.gateway("shop", "web");

  private static final Call FROM_SHOP =
      toCatalog(new Client.InMesh(ClientScope.of("shop"), "shop/storefront"));
  private static final Call FROM_PAYMENTS =
      toCatalog(new Client.InMesh(ClientScope.of("payments"), "payments/payment"));
  private static final Call FROM_OUTSIDE =
      new Call(
          new Client.AtGateway(
              new ResourceKey(
                  ResourceKey.LOCAL, "gateway.networking.k8s.io", "Gateway", "shop", "web"),
              null),
          new Dial.ToHost("www.shop.example", 80),
          Call.Protocol.HTTP,
          get("www.shop.example", "/"));

  private final Simulator simulator;

  Forecast(MeshImage image) {
    simulator = new Simulator(ResolvedMesh.of(image, Dialect.detect(image)));
  }

  /** Which workload answers which fraction of what the storefront asks of the catalog. */
  SortedMap<String, Double> catalog() {
    var shares = new TreeMap<String, Double>();
    for (Share share : simulator.verdict(FROM_SHOP).shares()) {
      share
          .workloads()
          .forEach((workload, part) -> shares.merge(workload, share.weight() * part, Double::sum));
    }
    return shares;
  }

  /** What the demo's clients send, and where their proxies take it. */
  List<Traffic.Target> targets(LoopbackAddresses addresses) {
    return List.of(
        target(addresses, STOREFRONT, FROM_SHOP, true),
        target(addresses, PAYMENT, FROM_PAYMENTS, true),
        target(addresses, WEB, FROM_OUTSIDE, false));
  }

  private Traffic.Target target(
      LoopbackAddresses addresses, ProxyId proxy, Call call, boolean counts) {
    Decision decision = simulator.decide(call);
    var listener = Objects.requireNonNull(decision.listener(), "the shop takes it").listener();
    var address = addresses.listen(proxy, listener).addresses().getFirst();
    Request request = call.request();
    return new Traffic.Target(
        LoopbackMesh.socket(address),
        io.meshtwin.fidelity.wire.Request.get(request.authority(), request.target()),
        counts);
  }

  private static Call toCatalog(Client client) {
    return new Call(
        client,
        new Dial.ToHost("catalog.shop", 80),
        Call.Protocol.HTTP,
        get("catalog.shop", "/items/7"));
  }

  private static Request get(String host, String path) {
    return new Request("GET", "http", host, path, null, Headers.NONE);
  }
}
