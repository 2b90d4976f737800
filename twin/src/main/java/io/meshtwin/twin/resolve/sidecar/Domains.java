package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.sidecar.MeshService.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names by which a Host header means a service ({@code generateVirtualHostDomains}, {@code
 * GenerateAltVirtualHosts}); the port in Host does not count ({@code IgnorePortInHostMatching}).
 */
final class Domains {
  private static final String SVC = ".svc.";

  /** All names, those that are only ways to write another one apart. */
  record Names(List<String> all, Set<String> shortForms) {}

  private Domains() {}

  static Names of(MeshService service, String namespace) {
    var all = new ArrayList<String>();
    var shortForms = new LinkedHashSet<String>();
    add(service.host(), namespace, all, shortForms);
    service.aliases().forEach(alias -> add(alias.host(), namespace, all, shortForms));
    if (service.resolution() == Resolution.ORIGINAL && service.kubernetes()) {
      List.copyOf(all).forEach(name -> all.add("*." + name));
    }
    service.addresses().stream()
        .filter(address -> !Services.isPlaceholder(address))
        .map(Domains::literal)
        .forEach(all::add);
    return new Names(all, shortForms);
  }

  private static void add(String host, String namespace, List<String> all, Set<String> shortForms) {
    all.add(host);
    List<String> ways = shortForms(host, namespace);
    all.addAll(ways);
    shortForms.addAll(ways);
  }

  /** Other ways in which a client of a namespace may write a name. */
  static List<String> shortForms(String host, String namespace) {
    var ways = new ArrayList<String>();
    ways.add(host + ".");
    int svc = host.indexOf(SVC);
    int dot = host.indexOf('.');
    if (!host.endsWith(Services.SUFFIX) || svc <= 0 || dot + 1 > svc) {
      return ways;
    }
    String inNamespace = host.substring(0, svc);
    if (host.substring(dot + 1, svc).equals(namespace)) {
      ways.add(host.substring(0, dot));
    }
    ways.add(inNamespace + ".svc");
    ways.add(inNamespace);
    return ways;
  }

  /** An IPv6 address stands in brackets ({@code IPv6Compliant}). */
  static String literal(String address) {
    return address.indexOf(':') < 0 || address.startsWith("[") ? address : "[" + address + "]";
  }
}
