package io.meshtwin.twin.routing;

import java.util.List;

/**
 * The endpoints of a Service port.
 *
 * @param service the Service port
 * @param protocol what the endpoints speak
 * @param endpoints ready ones, sorted by name; empty is answered with 503
 * @param caveats what decides whether a request arrives and is not modelled; empty almost always
 */
public record Cluster(
    ServicePort service, Protocol protocol, List<Endpoint> endpoints, List<Caveat> caveats) {
  public Cluster {
    caveats = List.copyOf(caveats);
    endpoints = endpoints.stream().sorted().toList();
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
    UDP
  }
}
