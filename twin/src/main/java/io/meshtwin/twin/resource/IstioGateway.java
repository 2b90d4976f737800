package io.meshtwin.twin.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Istio's own Gateway ({@code networking.istio.io}): what the proxies of its selector listen for.
 *
 * @param metadata identity
 * @param selector labels of the pods that serve it; empty for every proxy of a gateway
 * @param servers in the order of the manifest
 */
public record IstioGateway(
    Metadata metadata, Map<String, String> selector, List<IstioServer> servers)
    implements Resource {
  /** The API group. */
  public static final String GROUP = "networking.istio.io";

  public IstioGateway {
    selector = Collections.unmodifiableMap(new TreeMap<>(selector));
    servers = List.copyOf(servers);
  }

  /** The same Gateway with other metadata. */
  public IstioGateway with(Metadata other) {
    return new IstioGateway(other, selector, servers);
  }

  static IstioGateway read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result =
        new IstioGateway(metadata, spec.texts("selector"), spec.list("servers", IstioServer::read));
    IstioGatewayRules.check(metadata, spec, result.servers());
    spec.done();
    body.ignore("status");
    body.done();
    return result;
  }
}
