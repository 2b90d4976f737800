package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.PathRewrite;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a backend receives of a request. */
final class Rewriting {
  /** Hop by hop: a proxy does not pass them on (RFC 9110, 7.6.1). */
  private static final List<String> HOP_BY_HOP =
      List.of("keep-alive", "proxy-connection", "transfer-encoding");

  /** These too, unless the connection goes on with another protocol. */
  private static final List<String> OF_CONNECTION = List.of("connection", "upgrade");

  /** Accepted here, and by others only where it stands for trailers. */
  private static final String TE = "te";

  private static final String TRAILERS = "trailers";

  /** All of them. */
  private static final Set<String> OWN =
      Stream.of(HOP_BY_HOP, OF_CONNECTION, List.of(TE))
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  private Rewriting() {}

  static Request apply(Changes changes, Request request) {
    String path = changes.path() == null ? request.path() : path(changes.path(), request.path());
    String host = changes.host() == null ? request.authority() : changes.host();
    return new Request(
        request.method(),
        request.scheme(),
        host,
        path,
        request.query(),
        passedOn(request.headers(), Upgrade.of(request) != null).changed(changes.request()));
  }

  /** Whole segments are replaced, and a trailing slash of the value does not count. */
  static String path(PathRewrite rewrite, String path) {
    return switch (rewrite) {
      case PathRewrite.Full full -> full.value();
      case PathRewrite.Prefix prefix -> prefix(prefix, path);
      case PathRewrite.Regex regex -> regex(regex, path);
      case PathRewrite.Text text ->
          text.value() + path.substring(Math.min(text.prefix().length(), path.length()));
    };
  }

  /** Where nothing would be left Envoy rewrites nothing. */
  private static String regex(PathRewrite.Regex rewrite, String path) {
    String written = Substitution.of(rewrite).apply(path);
    return written.isEmpty() ? path : written;
  }

  private static String prefix(PathRewrite.Prefix rewrite, String path) {
    String value = rewrite.value();
    while (value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
    int length = rewrite.prefix().equals("/") ? 0 : rewrite.prefix().length();
    String rest = path.substring(Math.min(length, path.length()));
    if (!value.isEmpty()) {
      return value + rest;
    }
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static Headers passedOn(Headers headers, boolean upgrade) {
    if (Collections.disjoint(OWN, headers.values().keySet())) {
      return headers;
    }
    var rest = new TreeMap<>(headers.values());
    HOP_BY_HOP.forEach(rest::remove);
    if (!upgrade) {
      OF_CONNECTION.forEach(rest::remove);
    }
    List<String> te = rest.remove(TE);
    if (te != null && String.join(",", te).contains(TRAILERS)) {
      rest.put(TE, List.of(TRAILERS));
    }
    return new Headers(rest);
  }
}
