package io.meshtwin.twin.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An EndpointSlice: addresses behind a Service.
 *
 * @param metadata identity; the label {@code kubernetes.io/service-name} names the Service
 * @param service the Service's name, empty where the label is absent
 * @param ports names and numbers
 * @param endpoints addresses
 */
public record EndpointSlice(
    Metadata metadata, String service, List<Port> ports, List<Address> endpoints)
    implements Resource {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  public EndpointSlice {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  /** A port that all the slice's endpoints have; the name is that of the Service's port. */
  public record Port(String name, int port, String protocol) {}

  /**
   * An endpoint.
   *
   * @param address an IP address
   * @param ready whether it takes traffic; unknown counts as ready, as the API says
   * @param leaving whether it is not ready since it ends, or since nobody says that it does not
   *     (istiod, {@code endpointHealthStatus})
   * @param pod the Pod's name, null where the target is no Pod
   * @param zone where it is, empty where that is not known
   */
  public record Address(
      String address, boolean ready, boolean leaving, @Nullable String pod, String zone) {}

  static EndpointSlice read(Metadata metadata, Fields body) {
    body.word("addressType", "IPv4", List.of("IPv4", "IPv6", "FQDN"));
    var result =
        new EndpointSlice(
            metadata,
            metadata.labels().getOrDefault(SERVICE_NAME, ""),
            body.list("ports", EndpointSlice::readPort),
            body.list("endpoints", EndpointSlice::readEndpoint).stream()
                .flatMap(List::stream)
                .toList());
    body.done();
    return result;
  }

  private static Port readPort(Fields port) {
    var result =
        new Port(
            port.text("name", ""), port.integer("port", 0, 0, 65535), port.text("protocol", "TCP"));
    port.ignore("appProtocol");
    port.done();
    return result;
  }

  private static List<Address> readEndpoint(Fields endpoint) {
    Fields conditions = endpoint.object("conditions");
    boolean ready = conditions.flag("ready", true);
    boolean leaving = !ready && conditions.flag("terminating", true);
    conditions.ignore("serving", "terminating");
    conditions.done();
    Fields target = endpoint.object("targetRef");
    String pod = target.text("kind", "").equals("Pod") ? target.optionalText("name") : null;
    target.ignoreRest();
    List<String> addresses = endpoint.textList("addresses");
    String zone = endpoint.text("zone", "");
    endpoint.ignore("hostname", "nodeName", "hints", "deprecatedTopology");
    endpoint.done();
    return addresses.stream()
        .map(address -> new Address(address, ready, leaving, pod, zone))
        .toList();
  }
}
