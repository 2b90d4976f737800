package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule.SubsetRule;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Subset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which DestinationRule is for a host and a client ({@code setDestinationRules}, {@code
 * mergeDestinationRule}, {@code PushContext.destinationRule}): of the client's namespace, else of
 * the host's, else of the root namespace, the most specific host; several for one host are merged.
 */
public final class MeshDestinationRules {
  private static final Comparator<DestinationRule> ORDER =
      Comparator.<DestinationRule, Boolean>comparing(rule -> rule.workloadSelector() == null)
          .thenComparing(rule -> Objects.requireNonNullElse(rule.metadata().created(), Instant.MIN))
          .thenComparing(rule -> rule.key().name())
          .thenComparing(rule -> rule.key().namespace());

  private static final Set<String> ALL_OR_OWN = Set.of(ExportTo.ALL, ExportTo.OWN, ExportTo.NONE);

  private final String root;
  private final Map<String, ByHost> local = new HashMap<>();
  private final Map<String, ByHost> exported = new HashMap<>();
  private final ByHost rootLocal = new ByHost();

  /** Namespaces that have rules for a host, or to which alone some rule is exported. */
  private final Map<String, Set<String>> named = new HashMap<>();

  private boolean readsNamespaces;

  /** The rules of one pool by host. */
  private static final class ByHost {
    private final Map<String, List<MergedDestinationRule>> exact = new HashMap<>();
    private final Map<String, List<MergedDestinationRule>> wildcards = new TreeMap<>();

    void add(DestinationRule rule, ExportTo exportTo) {
      String host = rule.fullHost();
      (IstioNames.isWildcard(host) ? wildcards : exact)
          .merge(
              host,
              List.of(MergedDestinationRule.of(rule, exportTo)),
              (before, one) -> MergedDestinationRule.merged(before, rule, exportTo));
    }

    /** The rules of the exact host, else of the longest wildcard that covers it. */
    @Nullable List<MergedDestinationRule> find(String host) {
      List<MergedDestinationRule> found = exact.get(host);
      for (int at = 0; found == null && at <= host.length() && !wildcards.isEmpty(); at++) {
        found = wildcards.get("*" + host.substring(at));
      }
      return found;
    }
  }

  /** Reads the DestinationRules of an image. */
  public MeshDestinationRules(MeshImage image, MeshConfig config) {
    root = config.rootNamespace();
    boolean privateByDefault = config.destinationRuleExportTo().written().contains(ExportTo.OWN);
    image.all(DestinationRule.class).sorted(ORDER).forEach(rule -> add(rule, privateByDefault));
  }

  /** Namespaces whose proxies may meet a rule for a host that others do not. */
  public Stream<String> seenApart(String host) {
    Stream<String> names =
        Stream.concat(
            Stream.of(host),
            IntStream.rangeClosed(0, host.length()).mapToObj(at -> "*" + host.substring(at)));
    return Stream.concat(
        Stream.of(root), names.flatMap(name -> named.getOrDefault(name, Set.of()).stream()));
  }

  /** Whether some rule means another object for the proxies of each namespace. */
  public boolean readsNamespaces() {
    return readsNamespaces;
  }

  private void name(DestinationRule rule) {
    Set<String> into = named.computeIfAbsent(rule.fullHost(), _ -> new HashSet<>());
    into.add(rule.key().namespace());
    rule.exportTo().written().stream()
        .filter(entry -> !ALL_OR_OWN.contains(entry))
        .forEach(into::add);
    readsNamespaces |=
        Stream.concat(
                Stream.ofNullable(rule.policy()),
                rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.policy())))
            .flatMap(MeshDestinationRules::everywhere)
            .flatMap(policy -> Stream.ofNullable(policy.tls()))
            .anyMatch(tls -> DeclaredTls.isOfProxy(tls.credentialName()));
  }

  private static Stream<TrafficPolicy> everywhere(TrafficPolicy policy) {
    return Stream.concat(
        Stream.of(policy), policy.ports().stream().flatMap(port -> everywhere(port.policy())));
  }

  private void add(DestinationRule rule, boolean privateByDefault) {
    name(rule);
    String namespace = rule.key().namespace();
    ExportTo exportTo =
        rule.workloadSelector() == null ? rule.exportTo() : new ExportTo(List.of(ExportTo.OWN));
    List<String> to = exportTo.written();
    boolean own =
        to.isEmpty()
            || to.contains(ExportTo.ALL)
            || to.contains(ExportTo.OWN)
            || to.contains(namespace);
    if (own) {
      local.computeIfAbsent(namespace, _ -> new ByHost()).add(rule, exportTo);
    }
    boolean onlyOwn =
        to.isEmpty()
            ? privateByDefault
            : to.size() == 1 && (to.contains(ExportTo.OWN) || to.contains(namespace));
    if (!onlyOwn) {
      exported.computeIfAbsent(namespace, _ -> new ByHost()).add(rule, exportTo);
    } else if (namespace.equals(root)) {
      rootLocal.add(rule, exportTo);
    }
  }

  /** The rule for a host and a proxy; null for none. */
  public @Nullable MergedDestinationRule of(MeshView view, KnownHost host) {
    List<MergedDestinationRule> all = candidates(view.namespace(), host);
    MergedDestinationRule forAll = null;
    for (MergedDestinationRule rule : all) {
      Map<String, String> selector = rule.selector();
      if (selector == null) {
        forAll = rule;
      } else if (rule.namespace().equals(view.namespace())) {
        switch (PlaceLabels.chosen(selector, view.labels())) {
          case YES -> {
            return rule;
          }
          case MAYBE -> {
            return rule.doubted();
          }
          case NO -> {}
        }
      }
    }
    return forAll;
  }

  /**
   * The connection pool of a port of a host, as a proxy of its servers has it ({@code
   * buildInboundCluster}): rules for some workloads are for what those send, and subsets are for
   * clients.
   *
   * @param namespace the proxy's
   */
  public TrafficPolicy.@Nullable ConnectionPool served(String namespace, KnownHost host, int port) {
    return candidates(namespace, host).stream()
        .filter(rule -> rule.selector() == null)
        .reduce((_, last) -> last)
        .map(rule -> HostPolicy.of(rule, port, null).pool())
        .orElse(null);
  }

  /**
   * TLS towards some endpoints.
   *
   * @param owner the DestinationRule that says it
   * @param tls what it says
   * @param subset the endpoints, null for all of the host's
   */
  public record Wanted(Metadata owner, ClientTls tls, @Nullable Subset subset) {}

  /** The TLS that rules make a proxy speak to a port of a host, and to subsets otherwise. */
  public List<Wanted> tls(MeshView view, KnownHost host, int port) {
    MergedDestinationRule rule = of(view, host);
    if (rule == null) {
      return List.of();
    }
    var result = new ArrayList<Wanted>();
    ClientTls whole = HostPolicy.of(rule, port, null).tls();
    if (whole != null && rule.policy() != null) {
      result.add(new Wanted(rule.policy().owner(), whole, null));
    }
    for (SubsetRule one : rule.subsets().values()) {
      ClientTls own = HostPolicy.of(rule, port, one).tls();
      if (own != null && !own.equals(whole)) {
        var labels = new TreeMap<>(one.subset().labels());
        result.add(new Wanted(one.owner(), own, new Subset(one.subset().name(), labels)));
      }
    }
    return result;
  }

  private List<MergedDestinationRule> candidates(String client, KnownHost host) {
    ByHost own = client.equals(root) ? rootLocal : local.get(client);
    List<MergedDestinationRule> found = own == null ? null : own.find(host.name());
    if (found != null) {
      return found;
    }
    return Stream.of(host.namespace(), root)
        .map(namespace -> exportedTo(client, namespace, host.name()))
        .filter(rules -> !rules.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<MergedDestinationRule> exportedTo(String client, String namespace, String host) {
    ByHost there = exported.get(namespace);
    List<MergedDestinationRule> found = there == null ? null : there.find(host);
    if (found == null) {
      return List.of();
    }
    var result = new ArrayList<>(found);
    result.removeIf(rule -> !rule.reaches(client));
    return result;
  }
}
