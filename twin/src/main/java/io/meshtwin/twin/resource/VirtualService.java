package io.meshtwin.twin.resource;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A VirtualService (networking.istio.io): rules for the hosts that it names, in the mesh and at
 * Gateways.
 *
 * @param metadata identity
 * @param hosts as they are written; empty for one that others delegate to
 * @param gateways {@code mesh} and Gateways, as they are written; empty for the mesh alone
 * @param exportTo namespaces whose proxies see it
 * @param http rules for requests, the first that takes one serves
 * @param tls rules for TLS that is passed on
 * @param tcp rules for other connections
 */
public record VirtualService(
    Metadata metadata,
    List<String> hosts,
    List<String> gateways,
    ExportTo exportTo,
    List<VirtualRule> http,
    List<VirtualStreamRule> tls,
    List<VirtualStreamRule> tcp)
    implements Resource {
  public VirtualService {
    hosts = List.copyOf(hosts);
    gateways = List.copyOf(gateways);
    http = List.copyOf(http);
    tls = List.copyOf(tls);
    tcp = List.copyOf(tcp);
  }

  /** The same VirtualService with other metadata. */
  public VirtualService with(Metadata other) {
    return new VirtualService(other, hosts, gateways, exportTo, http, tls, tcp);
  }

  /** The full names of the hosts. */
  public List<String> fullHosts() {
    return hosts.stream().map(host -> IstioNames.host(host, key().namespace())).toList();
  }

  /** {@code mesh}, or {@code namespace/name}, of everything that it is bound to. */
  public List<String> boundTo() {
    return gateways.isEmpty()
        ? List.of(IstioNames.MESH)
        : gateways.stream().map(g -> IstioNames.gateway(g, key().namespace())).distinct().toList();
  }

  /** Names of labels that some match reads of its clients. */
  public SortedSet<String> readLabels() {
    var result = new TreeSet<String>();
    http.stream()
        .flatMap(rule -> rule.matches().stream())
        .forEach(match -> result.addAll(match.source().labels().keySet()));
    Stream.concat(tls.stream(), tcp.stream())
        .flatMap(rule -> rule.matches().stream())
        .forEach(match -> result.addAll(match.source().labels().keySet()));
    return result;
  }

  static VirtualService read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String namespace = metadata.key().namespace();
    var result =
        new VirtualService(
            metadata,
            spec.textList("hosts"),
            spec.textList("gateways"),
            ExportTo.read(spec, namespace, false),
            spec.list("http", rule -> VirtualRuleReader.read(rule, namespace)),
            spec.list("tls", rule -> VirtualStreamRule.read(rule, true)),
            spec.list("tcp", rule -> VirtualStreamRule.read(rule, false)));
    VirtualServiceRules.check(spec, result);
    spec.done();
    body.ignore("status");
    body.done();
    return result;
  }
}
