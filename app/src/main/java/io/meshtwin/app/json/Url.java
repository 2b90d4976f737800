package io.meshtwin.app.json;

import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Call.Protocol;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL as clients take it apart: nothing is decoded or normalised, a fragment stays at home.
 *
 * @param protocol from the scheme
 * @param host what is dialed, without port
 * @param port what is dialed
 * @param authority as the client sends it in Host: without the scheme's own port
 * @param path begins with a slash
 * @param query null without one
 */
public record Url(
    Protocol protocol,
    String host,
    int port,
    String authority,
    String path,
    @Nullable String query) {

  /**
   * @throws IllegalArgumentException in words for the user when it is none
   */
  public static Url parse(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      throw new IllegalArgumentException("url needs a scheme, as in http://host/path: " + text);
    }
    Protocol protocol = protocol(text.substring(0, scheme));
    String rest = text.substring(scheme + 3);
    int fragment = rest.indexOf('#');
    rest = fragment < 0 ? rest : rest.substring(0, fragment);
    int end = end(rest);
    String authority = rest.substring(0, end);
    if (authority.isEmpty() || authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("url needs a host, without user: " + text);
    }
    String target = rest.substring(end);
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? null : target.substring(question + 1);
    int port = port(protocol, authority, text);
    String host = Authority.withoutPort(authority);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String sent = port == wellKnown(protocol) ? host : authority;
    return new Url(protocol, bare, port, sent, path.isEmpty() ? "/" : path, query);
  }

  private static int end(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
        return i;
      }
    }
    return rest.length();
  }

  private static Protocol protocol(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Protocol.HTTP;
      case "https" -> Protocol.HTTPS;
      case "grpc" -> Protocol.GRPC;
      case "tcp" -> Protocol.TCP;
      case "tls" -> Protocol.TLS;
      case "udp" -> Protocol.UDP;
      default ->
          throw new IllegalArgumentException(
              "scheme must be http, https, grpc, tcp, tls or udp, not " + scheme);
    };
  }

  private static int port(Protocol protocol, String authority, String text) {
    int colon = Authority.portColon(authority);
    int port;
    try {
      port = colon < 0 ? wellKnown(protocol) : Integer.parseInt(authority.substring(colon + 1));
    } catch (NumberFormatException _) {
      port = 0;
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("url needs a port from 1 to 65535: " + text);
    }
    return port;
  }

  private static int wellKnown(Protocol protocol) {
    return switch (protocol) {
      case HTTP, GRPC -> 80;
      case HTTPS, TLS -> 443;
      case TCP, UDP -> 0;
    };
  }
}
