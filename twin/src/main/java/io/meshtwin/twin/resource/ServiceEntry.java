package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ServiceEntry: hosts that Istio's registry has beside Kubernetes' Services.
 *
 * @param metadata identity
 * @param hosts names, exact or with a wildcard as first label; each is a service of its own
 * @param addresses IP addresses or blocks of them, under which the hosts are dialed
 * @param ports what clients dial
 * @param external whether the hosts are outside the mesh ({@code MESH_EXTERNAL})
 * @param resolution how endpoints are found
 * @param endpoints addresses behind the hosts; empty where {@code selector} finds them
 * @param selector labels of the Pods and WorkloadEntries behind the hosts, null for none
 * @param exportTo to whom it is visible
 * @param subjectAltNames names of which a server's certificate must have one
 */
public record ServiceEntry(
    Metadata metadata,
    List<String> hosts,
    List<String> addresses,
    List<Port> ports,
    boolean external,
    Resolution resolution,
    List<WorkloadInstance> endpoints,
    @Nullable Map<String, String> selector,
    ExportTo exportTo,
    List<String> subjectAltNames)
    implements Resource {
  public ServiceEntry {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
    selector = selector == null ? null : Map.copyOf(selector);
    subjectAltNames = List.copyOf(subjectAltNames);
  }

  /** How endpoints are found. */
  public enum Resolution {
    /** The connection goes to the address that the client chose. */
    NONE,
    /** The endpoints' addresses are IP addresses. */
    STATIC,
    /** DNS is asked for all addresses of the endpoints, or of the host where there are none. */
    DNS,
    /** DNS is asked, and one address is used at a time. */
    DNS_ROUND_ROBIN,
    /** DNS is asked for the name that the request has. */
    DYNAMIC_DNS
  }

  /**
   * A port.
   *
   * @param name unique within the entry
   * @param number what clients dial
   * @param protocol what it carries; empty where the proxy looks
   * @param target the endpoints' port, 0 for the same number
   */
  public record Port(String name, int number, String protocol, int target) {}

  /** The same entry with other metadata. */
  public ServiceEntry with(Metadata other) {
    return new ServiceEntry(
        other,
        hosts,
        addresses,
        ports,
        external,
        resolution,
        endpoints,
        selector,
        exportTo,
        subjectAltNames);
  }

  static ServiceEntry read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String location =
        spec.word("location", "MESH_EXTERNAL", List.of("MESH_EXTERNAL", "MESH_INTERNAL"));
    String resolution =
        spec.word(
            "resolution",
            "NONE",
            List.of("NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"));
    var result =
        new ServiceEntry(
            metadata,
            spec.textList("hosts"),
            spec.textList("addresses"),
            spec.list("ports", ServiceEntry::readPort),
            !"MESH_INTERNAL".equals(location),
            Resolution.valueOf(resolution == null ? "NONE" : resolution),
            spec.list("endpoints", endpoint -> WorkloadInstance.read(endpoint, false)),
            IstioSelector.read(spec),
            ExportTo.read(spec, metadata.key().namespace(), true),
            spec.textList("subjectAltNames"));
    ServiceEntryRules.check(spec, result);
    spec.done();
    body.done();
    return result;
  }

  private static Port readPort(Fields port) {
    for (String name : List.of("number", "name")) {
      if (!port.has(name)) {
        port.invalid(name, "is required");
      }
    }
    IstioForm.LABEL.check(port, "name");
    IstioForm.PROTOCOL.check(port, "protocol");
    var result =
        new Port(
            port.text("name", ""),
            port.integer("number", 0, 1, 65535),
            port.text("protocol", ""),
            port.integer("targetPort", 0, 1, 65535));
    port.done();
    return result;
  }
}
