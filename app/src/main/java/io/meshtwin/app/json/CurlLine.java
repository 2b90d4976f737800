package io.meshtwin.app.json;

import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Call.Protocol;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Request;

/** A request as a line for curl, or for grpcurl where it is gRPC. */
final class CurlLine {
  private final Call call;
  private final StringBuilder line = new StringBuilder();

  private CurlLine(Call call) {
    this.call = call;
  }

  /**
   * The line.
   *
   * @param url what is dialed and asked for
   * @param otherHost whether Host is another than the URL's
   */
  static String of(Call call, String url, boolean otherHost) {
    var line = new CurlLine(call);
    return call.protocol() == Protocol.GRPC ? line.grpc(otherHost) : line.http(url, otherHost);
  }

  private String http(String url, boolean otherHost) {
    Request request = call.request();
    line.append("curl");
    if (!request.method().equals("GET")) {
      line.append(" -X ").append(request.method());
    }
    String asked = url;
    Handshake tls = call.tls();
    String host = call.to() instanceof Dial.ToHost to ? to.host() : "";
    if (tls != null && tls.serverName() != null && !tls.serverName().equals(host)) {
      // curl asks for the URL's host: so that is the name, and the connection goes elsewhere.
      String port = ":" + call.to().port();
      line.append(" --connect-to ").append(quoted("::" + host + port));
      asked = "https://" + tls.serverName() + port + request.target();
    }
    boolean named = asked.equals(url) ? otherHost : !same(asked, request);
    if (named) {
      header("Host: " + request.authority());
    }
    headers(request);
    return line.append(' ').append(quoted(asked)).toString();
  }

  private static boolean same(String url, Request request) {
    return url.startsWith("https://" + request.authority() + "/");
  }

  private String grpc(boolean otherHost) {
    Request request = call.request();
    line.append("grpcurl");
    Handshake tls = call.tls();
    if (tls == null) {
      line.append(" -plaintext");
    } else if (tls.serverName() != null) {
      line.append(" -servername ").append(quoted(tls.serverName()));
    }
    if (otherHost) {
      line.append(" -authority ").append(quoted(request.authority()));
    }
    headers(request);
    String host =
        call.to() instanceof Dial.ToHost to ? to.host() : Authority.host(request.authority());
    String method = request.path().startsWith("/") ? request.path().substring(1) : request.path();
    return line.append(' ')
        .append(quoted(host + ":" + call.to().port()))
        .append(' ')
        .append(quoted(method))
        .toString();
  }

  private void headers(Request request) {
    request
        .headers()
        .values()
        .forEach((name, values) -> {
          if (call.protocol() != Protocol.GRPC || !name.equals("content-type")) {
            values.forEach(value -> header(name + (value.isEmpty() ? ";" : ": " + value)));
          }
        });
    Token token = call.from().caller().token();
    if (token != null) {
      String verified = token.valid() ? "" : ", not valid";
      header("authorization: Bearer <token that says " + token.claims() + verified + ">");
    }
  }

  private void header(String text) {
    line.append(" -H ").append(quoted(text));
  }

  private static String quoted(String text) {
    return WitnessJson.quoted(text);
  }
}
