package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import java.util.Locale;

/** A simulated request as a request of the contract, to be replayed, and as a curl line. */
public final class WitnessJson {
  private WitnessJson() {}

  public static ObjectNode of(Call call) {
    ObjectNode json = Json.object();
    ObjectNode from = from(call.from(), call.to().port());
    Handshake tls = call.tls();
    if (tls != null && tls.certificate() != null) {
      from.set("clientCertificate", CallJson.certificate(tls.certificate()));
    }
    CallerReader.write(from, call.from());
    json.set("from", from);
    json.put("url", url(call));
    if (tls != null) {
      json.put("sni", tls.serverName() == null ? "" : tls.serverName());
    }
    if (!call.protocol().http()) {
      return json;
    }
    json.put("method", call.request().method());
    ObjectNode headers = VerdictJson.headers(call.request().headers());
    if (namesAnotherHost(call)) {
      headers.put("host", call.request().authority());
    }
    json.set("headers", headers);
    return json;
  }

  /** For people: what to type, and where. */
  public static String words(Call call) {
    return curl(call) + "  # from " + client(call);
  }

  /** What to type in a pod of the client, or outside. */
  public static String curl(Call call) {
    return switch (call.protocol()) {
      case TCP -> "a connection to " + url(call);
      case UDP -> "datagrams to " + url(call);
      case TLS -> "openssl s_client -connect " + quoted(authority(call)) + serverName(call);
      case HTTP, HTTPS, GRPC -> CurlLine.of(call, url(call), namesAnotherHost(call));
    };
  }

  private static String serverName(Call call) {
    String name = call.handshake().serverName();
    return name == null ? " -noservername" : " -servername " + quoted(name);
  }

  public static String client(Call call) {
    return switch (call.from()) {
      case Client.InMesh client -> client.name();
      case Client.AtGateway client -> "outside, at " + client.gateway();
    };
  }

  private static ObjectNode from(Client client, int port) {
    return switch (client) {
      case Client.InMesh mesh when mesh.name().indexOf('/') > 0 ->
          Json.object().put("workload", mesh.name());
      case Client.InMesh mesh -> Json.object().put("namespace", mesh.scope().namespace());
      case Client.AtGateway gateway ->
          Json.object().put("gateway", gateway.gateway().qualifiedName()).put("port", port);
    };
  }

  private static boolean namesAnotherHost(Call call) {
    return !authority(call).equals(call.request().authority());
  }

  private static String authority(Call call) {
    String host =
        switch (call.to()) {
          case Dial.ToHost to -> to.host();
          case Dial.ToService to -> to.name();
          case Dial.ToWorkload to -> to.name();
        };
    boolean implied =
        switch (call.protocol()) {
          case HTTP, GRPC -> call.to().port() == 80;
          case HTTPS -> call.to().port() == 443;
          case TCP, TLS, UDP -> false;
        };
    return implied ? host : host + ":" + call.to().port();
  }

  private static String url(Call call) {
    String scheme = call.protocol().name().toLowerCase(Locale.ROOT) + "://";
    String target = call.protocol().http() ? call.request().target() : "";
    return scheme + authority(call) + target;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
