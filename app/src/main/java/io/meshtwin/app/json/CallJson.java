package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.TlsOffer;
import java.util.Locale;

/** Requests as the contract on {@code simulate} writes them, so that each can be replayed. */
public final class CallJson {
  private CallJson() {}

  public static ObjectNode of(String id, Call call) {
    Request request = call.request();
    ObjectNode json = Json.object().put("id", id);
    ObjectNode from = from(call);
    CallerReader.write(from, call.from());
    json.set("from", from);
    String scheme = call.protocol().name().toLowerCase(Locale.ROOT);
    json.put("url", scheme + "://" + host(call) + request.target());
    json.put("method", request.method());
    Headers headers = request.headers();
    ObjectNode named = VerdictJson.headers(headers);
    named.put("host", request.authority());
    json.set("headers", named);
    Handshake tls = call.tls();
    if (tls != null) {
      json.put("sni", tls.serverName() == null ? "" : tls.serverName());
    }
    to(json, call.to());
    return json;
  }

  private static ObjectNode from(Call call) {
    ObjectNode from = Json.object();
    Handshake tls = call.tls();
    if (tls != null && tls.certificate() != null) {
      from.set("clientCertificate", certificate(tls.certificate()));
    }
    if (tls != null && !tls.offer().equals(TlsOffer.USUAL)) {
      from.set("tls", TlsOfferJson.of(tls.offer()));
    }
    switch (call.from()) {
      case Client.InMesh in when in.name().contains(" ") ->
          from.put("namespace", in.scope().namespace());
      case Client.InMesh in -> from.put("workload", in.name());
      case Client.AtGateway at -> {
        from.put("gateway", at.gateway().qualifiedName());
        from.put("port", call.to().port());
      }
    }
    return from;
  }

  /** What a client shows when it is asked. */
  static ObjectNode certificate(ClientCertificate certificate) {
    return switch (certificate) {
      case ClientCertificate.InMesh shown ->
          Json.object().put("secret", shown.secret().qualifiedName());
      case ClientCertificate.Described shown -> {
        ObjectNode json = Json.object().put("trusted", shown.trusted());
        if (!shown.sans().isEmpty()) {
          shown.sans().forEach(json.putArray("sans")::add);
        }
        if (shown.revoked() != null) {
          json.put("revoked", shown.revoked());
        }
        yield json;
      }
    };
  }

  private static String host(Call call) {
    return switch (call.to()) {
      case Dial.ToHost to -> to.host() + ":" + to.port();
      case Dial.ToService to -> dns(to.name()) + ":" + to.port();
      case Dial.ToWorkload to -> dns(to.name()) + ":" + to.port();
    };
  }

  /** {@code name.ns}, as clients write it. */
  private static String dns(String qualified) {
    int slash = qualified.indexOf('/');
    return qualified.substring(slash + 1) + "." + qualified.substring(0, Math.max(slash, 0));
  }

  private static void to(ObjectNode json, Dial dial) {
    switch (dial) {
      case Dial.ToHost _ -> {}
      case Dial.ToService to ->
          json.putObject("to").put("service", to.name()).put("port", to.port());
      case Dial.ToWorkload to ->
          json.putObject("to").put("workload", to.name()).put("port", to.port());
    }
  }
}
