package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client and what it dials, as far as they are known before any image is.
 *
 * @param cluster where the client is
 * @param client {@code ns/name} of the client's workload, {@code ns/} where only its namespace is
 *     known; null for a client outside
 * @param gateway {@code ns/name} of the Gateway at which a client outside arrives, null for another
 * @param hosts the name or address that is dialed, the Host and the server name, by which a proxy
 *     may go instead; without ports
 */
public record Flow(
    String cluster, @Nullable String client, @Nullable String gateway, Set<String> hosts) {
  private static final String SERVICE = "Service";

  /** How DNS searches a name that is not complete, without the client's namespace. */
  private static final List<String> SEARCHED = List.of("", ".svc.cluster.local", ".cluster.local");

  public Flow {
    hosts = Set.copyOf(hosts);
  }

  /** The namespaces that the flow begins with. */
  Set<String> namespaces() {
    return Stream.of(client, gateway)
        .flatMap(Stream::ofNullable)
        .map(Flow::namespace)
        .collect(Collectors.toSet());
  }

  /** Whether an address is dialed: any Service may have it. */
  boolean toAddress() {
    return hosts.stream().anyMatch(Flow::isAddress);
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
  }

  /** Whether a workload is the client, by its name. */
  boolean isClient(ResourceKey workload) {
    return workload.qualifiedName().equals(client) || (workload.namespace() + "/").equals(client);
  }

  /**
   * Whether a host may mean a Service, as DNS searches names: of the client's namespace, or with
   * its namespace behind the name; a Pod's name may stand before a headless one.
   */
  boolean mayMean(ResourceKey service) {
    return isService(service)
        && service.cluster().equals(cluster)
        && hosts.stream().anyMatch(host -> named(host, service, namespaces()));
  }

  /** Whether a host may mean a Service that is called so in one of some namespaces. */
  static boolean named(String host, ResourceKey service, Set<String> searched) {
    List<String> labels = Arrays.asList(host.split("\\."));
    return labels.contains(service.name())
        && (labels.contains(service.namespace()) || searched.contains(service.namespace()));
  }

  /** Whether a host of a resource, perhaps with a wildcard, takes one of the flow's. */
  boolean takenBy(String pattern) {
    return hosts.stream()
        .flatMap(this::forms)
        .anyMatch(host ->
            pattern.startsWith("*") ? host.endsWith(pattern.substring(1)) : host.equals(pattern));
  }

  private Stream<String> forms(String host) {
    Stream<String> local =
        namespaces().stream().map(namespace -> host + "." + namespace + ".svc.cluster.local");
    return Stream.concat(SEARCHED.stream().map(domain -> host + domain), local);
  }

  static boolean isService(ResourceKey key) {
    return key.group().isEmpty() && key.kind().equals(SERVICE);
  }

  private static String namespace(String qualifiedName) {
    int slash = qualifiedName.indexOf('/');
    return slash < 0 ? "default" : qualifiedName.substring(0, slash);
  }
}
