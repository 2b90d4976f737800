package io.meshtwin.twin.routing;

import java.util.List;
import java.util.stream.Stream;

/**
 * The endpoints of a Service port.
 *
 * @param service the Service port
 * @param protocol what the endpoints speak
 * @param endpoints ready ones that are asked, sorted by name; empty is answered with 503
 * @param standby those that are asked where the former fail, and so on (Envoy's priorities)
 * @param caveats what decides whether a request arrives and is not modelled; empty almost always
 */
public record Cluster(
    ServicePort service,
    Protocol protocol,
    List<Endpoint> endpoints,
    List<List<Endpoint>> standby,
    List<Caveat> caveats) {
  public Cluster {
    caveats = List.copyOf(caveats);
    endpoints = endpoints.stream().sorted().toList();
    standby = standby.stream().map(tier -> tier.stream().sorted().toList()).toList();
  }

  /** One whose endpoints are all asked. */
  public Cluster(
      ServicePort service, Protocol protocol, List<Endpoint> endpoints, List<Caveat> caveats) {
    this(service, protocol, endpoints, List.of(), caveats);
  }

  /** The endpoints by priority: who is asked, and who stands by. */
  public List<List<Endpoint>> priorities() {
    return Stream.concat(Stream.of(endpoints), standby.stream()).toList();
  }

  /** What a Service port carries, from its {@code appProtocol} or name. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP,
    /** HTTP/2 without TLS: {@code kubernetes.io/h2c}, {@code grpc}. */
    HTTP2,
    /** Anything else over TCP. */
    TCP,
    /**
     * Nobody says: a sidecar of Istio's looks, and speaks HTTP as its client does (istiod, {@code
     * setUpstreamProtocol}; Envoy, {@code use_downstream_protocol_config}). Other bytes are passed
     * on. A Gateway speaks HTTP/1.1.
     */
    UNSAID,
    /** Datagrams. */
    UDP;

    /**
     * What a proxy's cluster speaks to such endpoints: {@code HTTP}, {@code HTTP2}, {@code UNSAID}
     * for HTTP as its client does, {@code TCP} for bytes and for requests in HTTP/1.1 (istiod,
     * first {@code setUpstreamProtocol}, then {@code applyH2Upgrade}, then {@code
     * applyConnectionPool}).
     *
     * @param version what the cluster's policy wants
     * @param gateway whether the proxy is a Gateway's
     */
    public Protocol spoken(UpstreamPolicy.Version version, boolean gateway) {
      Protocol own = this == UNSAID && gateway ? TCP : this;
      if (own == UDP) {
        return UDP;
      }
      return switch (version) {
        case OF_THE_PORT -> own;
        case SECOND_FOR_HTTP -> own == HTTP ? HTTP2 : own;
        // A sidecar's cluster that already follows its clients goes on doing so (setH2Options).
        case SECOND -> own == UNSAID ? UNSAID : HTTP2;
        case OF_THE_CLIENT -> UNSAID;
      };
    }

    /**
     * Whether requests go on in HTTP/2 where this is spoken.
     *
     * @param client whether the client speaks it
     */
    public boolean http2(boolean client) {
      return this == HTTP2 || (this == UNSAID && client);
    }
  }
}
