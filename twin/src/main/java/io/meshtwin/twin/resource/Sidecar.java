package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Sidecar: what the proxies of a namespace, or of some of its workloads, see and listen on.
 *
 * @param metadata identity
 * @param selector labels of the workloads meant, null for all of the namespace (of the mesh, in the
 *     root namespace)
 * @param ingress listeners for what comes in; empty where the workload's Services decide
 * @param egress what goes out and through which listeners; empty where all that is visible does
 * @param outbound what becomes of traffic to what nobody knows, null where the mesh decides
 * @param inboundPool what proxies have towards their workloads, null where DestinationRules decide
 */
public record Sidecar(
    Metadata metadata,
    @Nullable Map<String, String> selector,
    List<Ingress> ingress,
    List<Egress> egress,
    @Nullable OutboundPolicy outbound,
    TrafficPolicy.@Nullable ConnectionPool inboundPool)
    implements Resource {
  public Sidecar {
    selector = selector == null ? null : Map.copyOf(selector);
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /** How traffic reaches a listener. */
  public enum Capture {
    /** As the proxy is set up. */
    DEFAULT,
    /** By redirection of what the workload dials. */
    IPTABLES,
    /** The workload dials the listener's own address. */
    NONE
  }

  /**
   * A listener's port.
   *
   * @param number 0 for a socket on the machine
   * @param protocol what it carries; empty where the proxy looks
   * @param name a name, often empty
   */
  public record Port(int number, String protocol, String name) {}

  /**
   * A listener for what comes in.
   *
   * @param port its port
   * @param bind its address, empty for the workload's
   * @param capture how traffic reaches it
   * @param defaultEndpoint where it goes on to, empty for the workload's same port
   * @param tls whether TLS ends there
   * @param pool what the proxy has towards the workload there, null where the Sidecar's holds
   * @param field its path
   */
  public record Ingress(
      Port port,
      String bind,
      Capture capture,
      String defaultEndpoint,
      boolean tls,
      TrafficPolicy.@Nullable ConnectionPool pool,
      String field) {}

  /**
   * What goes out.
   *
   * @param port the only port meant, null for all that no other listener has
   * @param bind the listener's address, empty where the hosts decide
   * @param capture how traffic reaches it
   * @param hosts {@code namespace/dnsName}, as written
   * @param field its path
   */
  public record Egress(
      @Nullable Port port, String bind, Capture capture, List<String> hosts, String field) {
    public Egress {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * What becomes of traffic to what nobody knows.
   *
   * @param registryOnly whether it is dropped; otherwise it leaves
   * @param proxyHost the host that it leaves through, empty for none
   * @param proxyPort its port
   * @param proxySubset a subset of it, empty for none
   */
  public record OutboundPolicy(
      boolean registryOnly, String proxyHost, int proxyPort, String proxySubset) {}

  /** Whether it means workloads with these labels, of its namespace. */
  public boolean selects(Map<String, String> labels) {
    return selector == null || labels.entrySet().containsAll(selector.entrySet());
  }

  /** The same Sidecar with other metadata. */
  public Sidecar with(Metadata other) {
    return new Sidecar(other, selector, ingress, egress, outbound, inboundPool);
  }

  static Sidecar read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result =
        new Sidecar(
            metadata,
            IstioSelector.read(spec),
            spec.list("ingress", Sidecar::readIngress),
            spec.list("egress", Sidecar::readEgress),
            spec.has("outboundTrafficPolicy")
                ? readPolicy(spec.object("outboundTrafficPolicy"))
                : null,
            readPool(spec, "inboundConnectionPool"));
    SidecarRules.check(spec, result);
    spec.done();
    body.done();
    return result;
  }

  private static Ingress readIngress(Fields ingress) {
    if (!ingress.has("port")) {
      ingress.invalid("port", "is required");
    }
    IstioForm.IP.check(ingress, "bind");
    ingress.ignore("tls");
    var result =
        new Ingress(
            readPort(ingress.object("port")),
            ingress.text("bind", ""),
            capture(ingress),
            ingress.text("defaultEndpoint", ""),
            ingress.has("tls"),
            readPool(ingress, "connectionPool"),
            ingress.path());
    ingress.done();
    return result;
  }

  private static TrafficPolicy.@Nullable ConnectionPool readPool(Fields owner, String name) {
    return owner.has(name) ? TrafficPolicyReader.pool(owner.object(name)) : null;
  }

  private static Egress readEgress(Fields egress) {
    IstioForm.SIDECAR_HOST.checkEach(egress, "hosts");
    var result =
        new Egress(
            egress.has("port") ? readPort(egress.object("port")) : null,
            egress.text("bind", ""),
            capture(egress),
            egress.textList("hosts"),
            egress.path());
    if (result.hosts().isEmpty()) {
      egress.invalid("hosts", "must have an entry");
    }
    egress.done();
    return result;
  }

  private static Capture capture(Fields listener) {
    String mode = listener.word("captureMode", "DEFAULT", List.of("DEFAULT", "IPTABLES", "NONE"));
    return Capture.valueOf(mode == null ? "DEFAULT" : mode);
  }

  private static Port readPort(Fields port) {
    IstioForm.LABEL.check(port, "name");
    IstioForm.PROTOCOL.check(port, "protocol");
    port.ignore("targetPort");
    var result =
        new Port(
            port.integer("number", 0, 0, 65535), port.text("protocol", ""), port.text("name", ""));
    port.done();
    return result;
  }

  /**
   * The enumeration's first word is what an empty message means ({@code OutboundTrafficPolicy}).
   */
  private static OutboundPolicy readPolicy(Fields policy) {
    String mode = policy.word("mode", "REGISTRY_ONLY", List.of("REGISTRY_ONLY", "ALLOW_ANY"));
    Fields proxy = policy.object("egressProxy");
    policy.deprecated("egressProxy", "istioctl analyze calls it ignored");
    if (policy.has("egressProxy")) {
      IstioForm.FQDN.check(proxy, "host");
      if (!"ALLOW_ANY".equals(mode)) {
        policy.invalid("egressProxy", "must not be given but with mode ALLOW_ANY");
      }
      if (!proxy.has("port")) {
        proxy.invalid("port", "is required");
      }
    }
    Fields port = proxy.object("port");
    var result =
        new OutboundPolicy(
            !"ALLOW_ANY".equals(mode),
            policy.has("egressProxy") ? proxy.required("host") : "",
            port.integer("number", 0, 1, 65535),
            proxy.text("subset", ""));
    port.done();
    proxy.done();
    policy.done();
    return result;
  }
}
