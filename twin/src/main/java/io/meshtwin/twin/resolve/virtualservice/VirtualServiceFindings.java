package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be said about VirtualServices: what they name and is not there, and conflicts. */
public final class VirtualServiceFindings {
  private final NamedRules rules;
  private final Function<String, Set<String>> proxies;
  private final ExportTo exportedByDefault;
  private final ExportTo hostsByDefault;
  private final Delegates delegates;
  private final KnownHosts hosts;

  /**
   * @param hosts those of the image
   * @param rules those of the image
   * @param proxies the namespaces of an Istio Gateway's proxies, by its {@code namespace/name}
   */
  public VirtualServiceFindings(
      MeshImage image,
      MeshConfig config,
      KnownHosts hosts,
      NamedRules rules,
      Function<String, Set<String>> proxies) {
    this.rules = rules;
    this.proxies = proxies;
    this.exportedByDefault = config.virtualServiceExportTo();
    this.hostsByDefault = config.serviceExportTo();
    this.delegates = new Delegates(image, exportedByDefault);
    this.hosts = hosts;
  }

  /** About one of them. */
  public Stream<Finding> about(ResourceKey key) {
    VirtualService service = rules.all().get(key);
    return service == null
        ? Stream.empty()
        : Stream.of(of(service), conflicts(service), new GatewayRuleFindings(rules).of(service))
            .flatMap(findings -> findings);
  }

  private Stream<Finding> of(VirtualService service) {
    var result = new ArrayList<Finding>();
    for (VirtualRule rule : service.http()) {
      switch (rule.action()) {
        case VirtualRule.Action.Send send ->
            send.targets().forEach(to -> check(service, to.destination(), result));
        case VirtualRule.Action.Delegate to -> delegate(service, rule, to, result);
        case VirtualRule.Action.Redirect _, VirtualRule.Action.Respond _ -> {}
      }
      rule.mirrors().all().forEach(mirror -> check(service, mirror.destination(), result));
    }
    Stream.concat(service.tls().stream(), service.tcp().stream())
        .flatMap(rule -> rule.targets().stream())
        .forEach(target -> check(service, target.destination(), result));
    result.addAll(UnreachedRules.of(service));
    return result.stream();
  }

  private void check(VirtualService service, MeshDestination to, List<Finding> into) {
    String host = to.host();
    Set<Integer> found = hosts.ports(host);
    if (!hosts.has(host)) {
      into.add(
          finding(
              FindingCode.HOST_NOT_FOUND,
              service,
              to.field() + ".host",
              host + " is no Service, and no ServiceEntry has it"));
      return;
    }
    Set<String> acting = whereItActs(service);
    if (!acting.isEmpty() && !hosts.isSeen(host, acting, hostsByDefault)) {
      into.add(
          finding(
              FindingCode.HOST_NOT_FOUND,
              service,
              to.field() + ".host",
              host + " is not exported to " + acting + ", where the rule acts"));
      return;
    }
    Integer port = to.port();
    if (found != null && port != null && !found.contains(port)) {
      into.add(
          finding(
              FindingCode.DESTINATION_PORT_NOT_FOUND,
              service,
              to.field() + ".port.number",
              host + " has no port " + port));
    }
    if (found != null && port == null && found.size() > 1) {
      into.add(
          finding(
              FindingCode.PORT_OF_SEVERAL,
              service,
              to.field() + ".port",
              host + " has the ports " + found + ": the one that is dialed is meant"));
    }
    String subset = to.subset();
    if (subset != null && !hosts.hasSubset(host, subset)) {
      into.add(
          finding(
              FindingCode.SUBSET_NOT_FOUND,
              service,
              to.field() + ".subset",
              "no DestinationRule for " + host + " has a subset " + subset));
    }
  }

  /**
   * Namespaces whose proxies have the rules: of the mesh, those that see them, of which the
   * VirtualService's own stands for all; else those of its Gateways' proxies.
   */
  private Set<String> whereItActs(VirtualService service) {
    if (!NamedRules.isInMesh(service)) {
      return service.boundTo().stream()
          .flatMap(gateway -> proxies.apply(gateway).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
    ExportTo to = service.exportTo().unsaid() ? exportedByDefault : service.exportTo();
    var result = new TreeSet<String>();
    for (String name : to.written()) {
      boolean own = name.equals(ExportTo.ALL) || name.equals(ExportTo.OWN);
      result.add(own ? service.key().namespace() : name);
    }
    return result;
  }

  private void delegate(
      VirtualService service,
      VirtualRule rule,
      VirtualRule.Action.Delegate to,
      List<Finding> into) {
    if (delegates.delegate(service.key(), to) == null) {
      into.add(
          finding(
              FindingCode.DELEGATE_NOT_FOUND,
              service,
              rule.field() + ".delegate",
              to.namespace()
                  + "/"
                  + to.name()
                  + " is not there, has hosts of its own, or is not exported here"));
    }
  }

  /** One serves a host in the mesh, where two name it for the same clients. */
  private Stream<Finding> conflicts(VirtualService service) {
    return NamedRules.isInMesh(service)
        ? service.hosts().stream().flatMap(host -> conflict(service, host))
        : Stream.empty();
  }

  private Stream<Finding> conflict(VirtualService service, String host) {
    List<ResourceKey> others =
        rules
            .get(NamedRules.at(rules.naming(), host))
            .filter(other -> !other.key().equals(service.key()))
            .filter(other -> seenTogether(service, other))
            .map(VirtualService::key)
            .toList();
    return others.isEmpty()
        ? Stream.empty()
        : Stream.of(
            finding(
                FindingCode.HOST_CONFLICT,
                service,
                "spec.hosts",
                host + " is named by " + others + " too: in the mesh one of them serves it"));
  }

  private boolean seenTogether(VirtualService one, VirtualService other) {
    ExportTo a = one.exportTo().unsaid() ? exportedByDefault : one.exportTo();
    ExportTo b = other.exportTo().unsaid() ? exportedByDefault : other.exportTo();
    boolean all = a.written().contains(ExportTo.ALL) || b.written().contains(ExportTo.ALL);
    return all
        || Stream.concat(a.written().stream(), Stream.of(one.key().namespace()))
            .anyMatch(namespace ->
                a.reaches(namespace, one.key().namespace())
                    && b.reaches(namespace, other.key().namespace()));
  }

  private static Finding finding(
      FindingCode code, VirtualService service, String field, String message) {
    Metadata metadata = service.metadata();
    return new Finding(code, metadata.key(), field, message, metadata.source(field));
  }
}
