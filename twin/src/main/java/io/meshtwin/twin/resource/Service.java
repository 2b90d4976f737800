package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Service.
 *
 * @param metadata identity
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param addresses cluster IPs; empty where none is known yet
 * @param headless whether {@code clusterIP} is {@code None}
 * @param selector labels of the pods behind it; empty where endpoints are managed otherwise
 * @param ports in the order of the manifest
 * @param publishNotReady whether pods that are not ready count
 * @param externalName the name that an ExternalName points to, null for every other type
 * @param unmodelled paths of fields that decide something and are not modelled
 * @param distribution which endpoints clients prefer ({@code trafficDistribution}), empty where it
 *     does not say
 */
public record Service(
    Metadata metadata,
    String type,
    List<String> addresses,
    boolean headless,
    Map<String, String> selector,
    List<Port> ports,
    boolean publishNotReady,
    @Nullable String externalName,
    List<String> unmodelled,
    String distribution)
    implements Resource {
  private static final List<String> TYPES =
      List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

  /** The field that says which endpoints clients prefer. */
  public static final String DISTRIBUTION = "spec.trafficDistribution";

  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameZone", "PreferSameNode");

  public Service {
    addresses = List.copyOf(addresses);
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    unmodelled = List.copyOf(unmodelled);
  }

  /**
   * A port.
   *
   * @param name empty for the only port of a Service
   * @param port what clients dial
   * @param protocol TCP, UDP or SCTP
   * @param appProtocol what it carries, null where it does not say
   * @param target the workload's port, by number or by the container port's name
   */
  public record Port(
      String name, int port, String protocol, @Nullable String appProtocol, String target) {}

  /** The port that clients dial with this number. */
  public Optional<Port> port(int number) {
    return ports.stream().filter(port -> port.port() == number).findFirst();
  }

  /**
   * Whether pods with these labels stand behind it. Unlike other selectors, one without labels
   * takes nothing: its endpoints are managed otherwise (ServiceSpec.selector).
   */
  public boolean selects(Map<String, String> labels) {
    return !selector.isEmpty() && new LabelSelector(selector, List.of()).takes(labels);
  }

  static Service read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String type = spec.word("type", "ClusterIP", TYPES);
    List<String> addresses = addresses(spec);
    var unmodelled = new ArrayList<String>();
    String internal = spec.word("internalTrafficPolicy", "Cluster", List.of("Cluster", "Local"));
    if (!"Cluster".equals(internal)) {
      unmodelled.add(spec.path("internalTrafficPolicy"));
    }
    String distribution = spec.word("trafficDistribution", "", DISTRIBUTIONS);
    spec.ignore("ipFamilies", "ipFamilyPolicy", "externalIPs", "nodePort");
    spec.ignore("externalTrafficPolicy", "healthCheckNodePort", "allocateLoadBalancerNodePorts");
    spec.ignore("loadBalancerIP", "loadBalancerSourceRanges", "loadBalancerClass");
    spec.ignore("sessionAffinity", "sessionAffinityConfig");
    var result =
        new Service(
            metadata,
            type == null ? "ClusterIP" : type,
            addresses.stream().filter(address -> !address.equals("None")).toList(),
            addresses.contains("None"),
            spec.texts("selector"),
            spec.list("ports", Service::readPort),
            spec.flag("publishNotReadyAddresses", false),
            externalName(spec, type),
            unmodelled,
            distribution == null ? "" : distribution);
    ServicePortRules.check(spec, result);
    spec.done();
    body.done();
    return result;
  }

  private static @Nullable String externalName(Fields spec, @Nullable String type) {
    String name = spec.text("externalName", "");
    return "ExternalName".equals(type) && !name.isEmpty() ? name : null;
  }

  private static List<String> addresses(Fields spec) {
    List<String> all = spec.textList("clusterIPs");
    String first = spec.text("clusterIP", "");
    return all.isEmpty() && !first.isEmpty() ? List.of(first) : all;
  }

  private static Port readPort(Fields port) {
    if (!port.text("name", "").isEmpty()) {
      Form.PORT_NAME.check(port, "name");
    }
    int number = port.integer("port", 0, 1, 65535);
    if (!port.has("port")) {
      port.invalid("port", "is required");
    }
    JsonNode target = port.raw("targetPort");
    String protocol = port.word("protocol", "TCP", List.of("TCP", "UDP", "SCTP"));
    Form.APP_PROTOCOL.check(port, "appProtocol");
    port.optionalInteger("nodePort", 0, 65535);
    var result =
        new Port(
            port.text("name", ""),
            number,
            protocol == null ? "TCP" : protocol,
            port.optionalText("appProtocol"),
            isAbsent(target) ? String.valueOf(number) : target.asText());
    port.done();
    return result;
  }

  /** A target port for which the API server fills in the port: none, 0 or the empty name. */
  static boolean isAbsent(JsonNode target) {
    boolean zero = target.isIntegralNumber() && target.asLong() == 0;
    return zero || target.isMissingNode() || target.asText().isEmpty();
  }
}
