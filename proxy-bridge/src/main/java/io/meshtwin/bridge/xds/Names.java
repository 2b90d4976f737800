package io.meshtwin.bridge.xds;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;

/** The names that resources of Envoy refer to one another by. */
final class Names {
  /** A cluster that is never sent: what is routed to it gets the route's not-found status. */
  static final String NO_CLUSTER = "meshtwin/invalid-backend";

  /** Where a sidecar sends what no listener claims: to the address that was dialed. */
  static final String PASSTHROUGH = "meshtwin/passthrough";

  /** The listener behind a sidecar's iptables rules. */
  static final String INTERCEPT = "meshtwin/intercept";

  /** The listener of all that comes to a sidecar's workload. */
  static final String INBOUND = "meshtwin/inbound";

  private static final String SERVICE = "Service";

  /** The authorities that the proxy's own system trusts. */
  static final String SYSTEM_AUTHORITIES = "meshtwin/system-authorities";

  private static final int DIGITS = 16;

  private Names() {}

  /**
   * The workload itself.
   *
   * @param port by which of its ports, empty for any that has no cluster of its own
   */
  static String inbound(String port) {
    return port.isEmpty() ? INBOUND : INBOUND + "~" + port;
  }

  /** A cluster for each way of speaking to a Service port. */
  static String cluster(Destination.ToService destination) {
    UpstreamTls tls = destination.tls();
    Subset subset = destination.subset();
    String plain = cluster(destination.service()) + (subset == null ? "" : "/" + named(subset));
    String policed =
        destination.policy().equals(UpstreamPolicy.NONE)
            ? plain
            : plain + "/policy~" + digest(destination.policy().toString());
    return tls == null ? policed : policed + "/tls~" + digest(tls);
  }

  /** Two DestinationRules may each have a subset of one name. */
  private static String named(Subset subset) {
    return subset.name() + "~" + digest(subset.labels().toString());
  }

  private static String digest(String text) {
    return Digest.of(text).toString().substring(0, DIGITS);
  }

  /** A cluster of original destinations for all that nobody claims, and one for each who does. */
  static String cluster(Destination.Original original) {
    ServicePort service = original.service();
    String name = service == null ? PASSTHROUGH : cluster(service) + "/original";
    if (service == null) {
      return name;
    }
    String spoken =
        original.version() == UpstreamPolicy.Version.OF_THE_PORT
            ? name
            : name + "/http~" + original.version();
    return original.tls() == null ? spoken : spoken + "/tls~" + digest(original.tls());
  }

  /** What TCP and UDP proxies name where a destination cannot be had. */
  static String cluster(Destination destination) {
    return switch (destination) {
      case Destination.ToService service -> cluster(service);
      case Destination.Original original -> cluster(original);
      case Destination.BlackHole _, Destination.Invalid _ -> NO_CLUSTER;
    };
  }

  /** The cluster of all that a listener sends datagrams to by weight. */
  static String datagrams(Listener listener) {
    return "meshtwin/udp~" + listener.name();
  }

  /** The routes of a chain: the listener's name where it has but one. */
  static String routes(Listener listener, FilterChain chain) {
    return chain.name().equals(listener.name())
        ? listener.name()
        : listener.name() + "/" + chain.name();
  }

  /** {@code Secret/ns/name}, with the cluster where it is not the usual one. */
  static String secret(ResourceKey key) {
    String cluster = key.cluster().equals(ResourceKey.LOCAL) ? "" : key.cluster() + "~";
    return cluster + key.kind() + "/" + key.qualifiedName();
  }

  private static String digest(UpstreamTls tls) {
    List<String> parts = new ArrayList<>();
    parts.add(tls.sni());
    if (tls instanceof UpstreamTls.ByPolicy policy) {
      policy.authorities().forEach(key -> parts.add("authority " + key.path()));
    }
    tls.subjectAltNames().forEach(name -> parts.add("name " + name));
    switch (tls) {
      case UpstreamTls.ByPolicy policy -> {
        if (policy.clientCertificate() != null) {
          parts.add("client " + policy.clientCertificate().path());
        }
      }
      case UpstreamTls.Originated made ->
          parts.add("originated " + made.mutual() + " " + made.verified() + " " + made.files());
      case UpstreamTls.Disabled _ -> parts.add("plain");
      case UpstreamTls.Mesh mesh -> parts.add(mesh.detected() ? "detected" : "mesh");
    }
    return digest(String.join("\n", parts));
  }

  /** {@code ns/name:port}, with the kind and the cluster where they are not the usual ones. */
  static String cluster(ServicePort port) {
    ResourceKey key = port.service();
    String kind = key.kind().equals(SERVICE) ? "" : key.kind() + "~";
    String cluster = key.cluster().equals(ResourceKey.LOCAL) ? "" : key.cluster() + "~";
    return cluster + kind + port;
  }
}
