package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A NetworkPolicy (networking.k8s.io/v1): which connections the pods that it selects may take and
 * make. A pod that no policy selects may do everything.
 *
 * @param metadata identity
 * @param pods the pods meant, of its own namespace
 * @param ingress what may come in; null where the policy does not speak of it, empty for nothing
 * @param egress what may go out; null where the policy does not speak of it, empty for nothing
 */
public record NetworkPolicy(
    Metadata metadata,
    LabelSelector pods,
    @Nullable List<Rule> ingress,
    @Nullable List<Rule> egress)
    implements Resource {
  private static final List<String> TYPES = List.of("Ingress", "Egress");

  public NetworkPolicy {
    ingress = ingress == null ? null : List.copyOf(ingress);
    egress = egress == null ? null : List.copyOf(egress);
  }

  /**
   * What is allowed: connections on one of the ports with one of the peers.
   *
   * @param ports empty for every port
   * @param peers empty for everybody
   */
  public record Rule(List<Port> ports, List<Peer> peers) {
    public Rule {
      ports = List.copyOf(ports);
      peers = List.copyOf(peers);
    }
  }

  /**
   * Ports of one protocol.
   *
   * @param protocol TCP, UDP or SCTP
   * @param name the name of a container's port, empty where numbers are meant
   * @param first 0 for every port of the protocol
   * @param last the end of the range, {@code first} for one port
   */
  public record Port(String protocol, String name, int first, int last) {}

  /** Who is on the other side. */
  public sealed interface Peer {
    /**
     * Pods.
     *
     * @param namespaces labels of their namespaces, null for the policy's own namespace
     * @param pods their own labels
     */
    record Pods(@Nullable LabelSelector namespaces, LabelSelector pods) implements Peer {}

    /** Addresses: a CIDR block without some parts. */
    record Block(String cidr, List<String> except) implements Peer {
      public Block {
        except = List.copyOf(except);
      }
    }
  }

  /** The keys of the labels that it reads of pods that make connections. */
  public Set<String> labelsOfClients() {
    Stream<LabelSelector> of =
        ingress == null
            ? Stream.empty()
            : ingress.stream()
                .flatMap(rule -> rule.peers().stream())
                .filter(Peer.Pods.class::isInstance)
                .map(peer -> ((Peer.Pods) peer).pods());
    var keys = new TreeSet<String>();
    Stream.concat(of, egress == null ? Stream.empty() : Stream.of(pods))
        .forEach(selector -> keys.addAll(selector.keys()));
    return keys;
  }

  static NetworkPolicy read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    LabelSelector pods = LabelSelector.read(spec.object("podSelector"));
    List<Rule> in = spec.list("ingress", rule -> readRule(rule, "from"));
    List<Rule> out = spec.list("egress", rule -> readRule(rule, "to"));
    List<String> types = spec.textList("policyTypes");
    if (!TYPES.containsAll(types)) {
      spec.invalid("policyTypes", "must be Ingress or Egress, found " + types);
    }
    // "Policies that contain an egress section are assumed to affect egress, and all policies ...
    // are assumed to affect ingress": by default (SetDefaults_NetworkPolicy).
    boolean ingress = types.isEmpty() || types.contains("Ingress");
    boolean egress = types.isEmpty() ? !out.isEmpty() : types.contains("Egress");
    spec.done();
    body.ignore("status");
    body.done();
    return new NetworkPolicy(metadata, pods, ingress ? in : null, egress ? out : null);
  }

  private static Rule readRule(Fields rule, String peers) {
    var result =
        new Rule(
            rule.list("ports", NetworkPolicy::readPort), rule.list(peers, NetworkPolicy::peer));
    rule.done();
    return result;
  }

  private static Port readPort(Fields port) {
    String protocol = port.word("protocol", "TCP", List.of("TCP", "UDP", "SCTP"));
    boolean named = port.raw("port").isTextual();
    String name = named ? port.text("port", "") : "";
    int first = named ? 0 : port.integer("port", 0, 1, 65535);
    int last = port.integer("endPort", first, 1, 65535);
    if (port.has("endPort") && (first == 0 || last < first)) {
      port.invalid("endPort", "must not be below port, which must be a number");
    }
    port.done();
    return new Port(protocol == null ? "TCP" : protocol, name, first, last);
  }

  private static Peer peer(Fields peer) {
    boolean pods = peer.has("podSelector");
    boolean namespaces = peer.has("namespaceSelector");
    if (peer.has("ipBlock")) {
      if (pods || namespaces) {
        peer.invalid("ipBlock", "must not stand beside a selector");
      }
      peer.ignore("podSelector", "namespaceSelector");
      Peer block = block(peer.object("ipBlock"));
      peer.done();
      return block;
    }
    if (!pods && !namespaces) {
      peer.invalid("podSelector", "or namespaceSelector or ipBlock is required");
    }
    var result =
        new Peer.Pods(
            namespaces ? LabelSelector.read(peer.object("namespaceSelector")) : null,
            LabelSelector.read(peer.object("podSelector")));
    peer.done();
    return result;
  }

  private static Peer block(Fields block) {
    var result = new Peer.Block(block.required("cidr"), block.textList("except"));
    if (block.has("cidr") && Cidr.read(result.cidr()) == null) {
      block.invalid("cidr", "must be an address block, found " + result.cidr());
    }
    for (String except : result.except()) {
      if (Cidr.read(except) == null) {
        block.invalid("except", "must be address blocks, found " + except);
      }
    }
    block.done();
    return result;
  }
}
