package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Request;

/** A simulated request as a request of the contract, to be replayed, and as a curl line. */
final class WitnessJson {
  private WitnessJson() {}

  static ObjectNode of(Call call) {
    ObjectNode json = Json.object();
    json.set("from", from(call.from(), call.to().port()));
    json.put("url", url(call));
    if (call.protocol() == Call.Protocol.TCP) {
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

  /** For people: what to type in a pod of the client, or outside. */
  static String curl(Call call) {
    if (call.protocol() == Call.Protocol.TCP) {
      return "a connection to " + url(call);
    }
    var line = new StringBuilder("curl");
    Request request = call.request();
    if (!request.method().equals("GET")) {
      line.append(" -X ").append(request.method());
    }
    if (namesAnotherHost(call)) {
      line.append(" -H ").append(quoted("Host: " + request.authority()));
    }
    request
        .headers()
        .values()
        .forEach((name, values) ->
            values.forEach(value ->
                line.append(" -H ").append(quoted(name + (value.isEmpty() ? ";" : ": " + value)))));
    return line.append(' ').append(quoted(url(call))).toString();
  }

  static String client(Call call) {
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
    boolean implied = call.to().port() == 80 && call.protocol() == Call.Protocol.HTTP;
    return implied ? host : host + ":" + call.to().port();
  }

  private static String url(Call call) {
    boolean http = call.protocol() == Call.Protocol.HTTP;
    return http
        ? "http://" + authority(call) + call.request().target()
        : "tcp://" + authority(call);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
