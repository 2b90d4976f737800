package io.meshtwin.twin.resource;

import java.util.Map;

/**
 * What a ServiceEntry's endpoint, a WorkloadEntry and a WorkloadGroup's template have in common
 * (Istio, message {@code WorkloadEntry}).
 *
 * @param address an IP address, a DNS name, {@code unix://} and a path, or empty
 * @param ports numbers by the names of the Service's ports
 * @param labels what selectors read
 * @param network where the address means something, empty for everywhere
 * @param locality region, zone and subzone, separated by slashes; empty where unknown
 * @param weight share among the endpoints, 0 where it does not say
 * @param serviceAccount what it runs as, empty where it does not say
 * @param field its path
 */
public record WorkloadInstance(
    String address,
    Map<String, Integer> ports,
    Map<String, String> labels,
    String network,
    String locality,
    int weight,
    String serviceAccount,
    String field) {
  /** What an address begins with that is a socket on the client's own machine. */
  public static final String UNIX = "unix://";

  private static final int MOST_PORTS = 128;

  public WorkloadInstance {
    ports = Map.copyOf(ports);
    labels = Map.copyOf(labels);
  }

  /** Whether the address is a socket on the client's own machine. */
  public boolean unix() {
    return address.startsWith(UNIX);
  }

  /** Where it is: what it says itself, else its labels. */
  public Locality place() {
    return locality.isEmpty() ? Locality.of(labels) : Locality.of(locality);
  }

  /** Whether the address is an IP address. */
  public boolean ip() {
    return IpAddress.isOne(address);
  }

  /**
   * Reads one.
   *
   * @param template whether it is a WorkloadGroup's template, which needs no address
   */
  static WorkloadInstance read(Fields fields, boolean template) {
    var result =
        new WorkloadInstance(
            fields.text("address", ""),
            fields.numbers("ports", 1, 65535),
            fields.texts("labels"),
            fields.text("network", ""),
            fields.text("locality", ""),
            fields.integer("weight", 0, 0, Integer.MAX_VALUE),
            fields.text("serviceAccount", ""),
            fields.path());
    result.check(fields, template);
    fields.done();
    return result;
  }

  /** The CRD's rules, and {@code validateWorkloadEntry}. */
  private void check(Fields fields, boolean template) {
    IstioForm.SHORT.check(fields, "address");
    IstioForm.LONG.check(fields, "network");
    IstioForm.LONG.check(fields, "locality");
    IstioForm.ACCOUNT.check(fields, "serviceAccount");
    if (!template && address.isEmpty() && network.isEmpty()) {
      fields.invalid("address", "is required");
    } else if (!template && address.isEmpty()) {
      fields.without(
          "network",
          "without address needs a gateway of the network: otherwise Envoy refuses the endpoint, and"
              + " with it all others of its hosts");
    }
    if (unix()) {
      checkSocket(fields);
    } else if (!address.isEmpty() && !ip()) {
      IstioForm.FQDN.check(fields, "address");
    }
    if (ports.size() > MOST_PORTS) {
      fields.invalid("ports", "must have at most " + MOST_PORTS + " entries, has " + ports.size());
    }
    for (String name : ports.keySet()) {
      if (!IstioForm.LABEL.accepts(name)) {
        fields.invalid("ports." + name, "must be " + IstioForm.LABEL.what());
      }
    }
  }

  private void checkSocket(Fields fields) {
    String path = address.substring(UNIX.length());
    if (!path.startsWith("/") && !path.startsWith("@")) {
      fields.invalid("address", "must be an absolute path or an abstract socket");
    }
    if (path.endsWith("/")) {
      fields.invalid("address", "must not be a directory");
    }
    if (!ports.isEmpty()) {
      fields.invalid("ports", "must not be given with a socket");
    }
  }
}
