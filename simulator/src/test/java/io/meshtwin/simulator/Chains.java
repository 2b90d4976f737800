package io.meshtwin.simulator;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Gateway with TLS, and requests to it, for tests. */
public final class Chains {
  private static final ResourceKey GATEWAY =
      new ResourceKey(ResourceKey.LOCAL, "gateway.networking.k8s.io", "Gateway", "shop", "edge");

  private Chains() {}

  /** The class, a Secret as a repository has it, and the Gateway with these listeners. */
  public static List<String> gateway(String listeners) {
    return List.of(
        "{apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: {name: 'c'},"
            + " spec: {controllerName: 'example.com/c'}}",
        secret("shop-tls"),
        secret("other-tls"),
        "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'clients', namespace: 'shop'},"
            + " data: {'ca.crt': ''}}",
        "{apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: {name: 'edge',"
            + " namespace: 'shop'}, spec: {gatewayClassName: 'c', listeners: "
            + listeners
            + "}}");
  }

  /** An HTTPS listener for a hostname, on port 443. */
  public static String https(String name, String hostname, String secret) {
    return "{name: '%s', port: 443, protocol: 'HTTPS', hostname: '%s',".formatted(name, hostname)
        + " tls: {certificateRefs: [{name: '%s'}]}}".formatted(secret);
  }

  /** A listener of another protocol. */
  public static String listener(String name, int port, String protocol) {
    return "{name: '%s', port: %d, protocol: '%s'}".formatted(name, port, protocol);
  }

  /** A route of the Gateway. */
  public static String route(String kind, String name, String spec) {
    return "{apiVersion: 'gateway.networking.k8s.io/v1', kind: '%s', metadata: {name: '%s',"
            .formatted(kind, name)
        + " namespace: 'shop'}, spec: {parentRefs: [{name: 'edge'}], "
        + spec
        + "}}";
  }

  /** A request for a host, by HTTPS with this server name. */
  public static Call overTls(
      String host, @Nullable String serverName, @Nullable ClientCertificate certificate) {
    var request = new Request("GET", "https", host, "/", null, Headers.NONE);
    var hello = new Handshake(serverName, certificate);
    return new Call(client(), new Dial.ToHost(host, 443), Call.Protocol.HTTPS, hello, request);
  }

  /** A request by HTTP. */
  public static Call http(int port, String method, String path, Map<String, String> headers) {
    var request = new Request(method, "http", "shop.example", path, null, Headers.of(headers));
    return call(port, Call.Protocol.HTTP, request);
  }

  /** A request of any protocol without content. */
  public static Call call(int port, Call.Protocol protocol) {
    return call(
        port, protocol, new Request("GET", "http", "shop.example", "/", null, Headers.NONE));
  }

  private static Call call(int port, Call.Protocol protocol, Request request) {
    return new Call(client(), new Dial.ToHost("shop.example", port), protocol, request);
  }

  private static Client client() {
    return new Client.AtGateway(GATEWAY, null);
  }

  private static String secret(String name) {
    return "{apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: {name: '%s',"
            .formatted(name)
        + " namespace: 'shop'}}";
  }
}
