package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.ServiceEntry.Resolution;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the ServiceEntry CRD's schema and expressions demand, and Istio's webhook ({@code
 * ValidateServiceEntry}).
 */
final class ServiceEntryRules {
  private static final int MOST_HOSTS = 256;
  private static final int MOST_ADDRESSES = 256;
  private static final int MOST_ENDPOINTS = 4096;
  private static final Set<String> HTTP = Set.of("http", "http2", "http_proxy", "grpc", "grpc-web");
  private static final Set<String> TLS = Set.of("https", "tls");
  private static final Set<String> DYNAMIC = Set.of("http", "tls", "grpc", "http2");

  private final Fields spec;
  private final ServiceEntry entry;

  private ServiceEntryRules(Fields spec, ServiceEntry entry) {
    this.spec = spec;
    this.entry = entry;
  }

  static void check(Fields spec, ServiceEntry entry) {
    var rules = new ServiceEntryRules(spec, entry);
    rules.hosts();
    rules.addresses();
    rules.ports();
    rules.endpoints();
    if (entry.resolution() == Resolution.DYNAMIC_DNS) {
      rules.dynamic();
    }
  }

  private void hosts() {
    Entries.required(spec, "hosts", 1, MOST_HOSTS);
    IstioForm.WILDCARD_DOMAIN.checkEach(spec, "hosts");
    for (int i = 0; i < entry.hosts().size(); i++) {
      if (entry.hosts().get(i).equals("*")) {
        spec.invalid("hosts[" + i + "]", "must not be * alone");
      }
    }
    boolean named =
        entry.resolution() == Resolution.DNS || entry.resolution() == Resolution.DNS_ROUND_ROBIN;
    if (named && entry.endpoints().isEmpty()) {
      IstioForm.FQDN.checkEach(spec, "hosts");
    }
    boolean onlyBytes =
        entry.ports().stream()
            .map(port -> port.protocol().toLowerCase(Locale.ROOT))
            .anyMatch(protocol -> !HTTP.contains(protocol) && !TLS.contains(protocol));
    if (entry.resolution() != Resolution.NONE && entry.hosts().size() > 1 && onlyBytes) {
      spec.invalid("hosts", "must be one, since a port is neither HTTP nor TLS");
    }
  }

  private void addresses() {
    Entries.count(spec, "addresses", 0, MOST_ADDRESSES);
    IstioForm.ADDRESS.checkEach(spec, "addresses");
    boolean fixed =
        entry.resolution() == Resolution.STATIC || entry.resolution() == Resolution.NONE;
    if (!fixed && entry.addresses().stream().anyMatch(address -> address.indexOf('/') >= 0)) {
      spec.invalid("addresses", "must not have blocks but with resolution NONE or STATIC");
    }
  }

  private void ports() {
    Entries.distinctNames(spec, "ports");
    JsonNode ports = spec.raw("ports");
    var numbers = new HashSet<Integer>();
    for (int i = 0; ports.isArray() && i < ports.size(); i++) {
      int number = ports.get(i).path("number").asInt();
      if (number > 0 && !numbers.add(number)) {
        spec.invalid("ports[" + i + "].number", "must be unique, found " + number + " again");
      }
    }
  }

  private void endpoints() {
    Entries.count(spec, "endpoints", 0, MOST_ENDPOINTS);
    if (spec.has("endpoints") && entry.selector() != null) {
      spec.invalid("workloadSelector", "must not be given with endpoints");
    }
    if (spec.has("endpoints") && entry.resolution() == Resolution.NONE) {
      spec.invalid("endpoints", "must not be given with resolution NONE");
    }
    if (entry.resolution() == Resolution.DNS_ROUND_ROBIN && entry.endpoints().size() > 1) {
      spec.invalid("endpoints", "must be at most one with resolution DNS_ROUND_ROBIN");
    }
    List<String> names = entry.ports().stream().map(ServiceEntry.Port::name).toList();
    for (int i = 0; i < entry.endpoints().size(); i++) {
      WorkloadInstance endpoint = entry.endpoints().get(i);
      String at = "endpoints[" + i + "]";
      endpoint.ports().keySet().stream()
          .filter(name -> !names.contains(name))
          .forEach(name -> spec.invalid(at + ".ports." + name, "must be a port of the entry"));
      boolean isStatic = entry.resolution() == Resolution.STATIC;
      if (isStatic && !endpoint.address().isEmpty() && !endpoint.unix() && !endpoint.ip()) {
        spec.invalid(at + ".address", "must be an IP address with resolution STATIC");
      }
      if (isStatic && endpoint.unix() && names.size() != 1) {
        spec.invalid(at + ".address", "must not be a socket unless the entry has one port");
      }
    }
  }

  private void dynamic() {
    for (int i = 0; i < entry.hosts().size(); i++) {
      if (!entry.hosts().get(i).startsWith("*")) {
        spec.invalid("hosts[" + i + "]", "must have a wildcard with resolution DYNAMIC_DNS");
      }
    }
    for (String name : List.of("addresses", "endpoints")) {
      if (spec.has(name)) {
        spec.invalid(name, "must not be given with resolution DYNAMIC_DNS");
      }
    }
    for (int i = 0; i < entry.ports().size(); i++) {
      if (!DYNAMIC.contains(entry.ports().get(i).protocol().toLowerCase(Locale.ROOT))) {
        spec.invalid(
            "ports[" + i + "].protocol", "must be HTTP, HTTP2, GRPC or TLS with DYNAMIC_DNS");
      }
    }
  }
}
