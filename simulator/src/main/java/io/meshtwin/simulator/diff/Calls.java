package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Call.Protocol;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Points of the request space as requests. */
final class Calls {
  /** A request like any other. */
  static final Point ANYTHING = new Point("GET", "/", new TreeMap<>(), new TreeMap<>());

  private Calls() {}

  static Call of(Client from, Dial.ToHost to, Opening opening, Point point, boolean http) {
    Protocol protocol = opening.protocol(http);
    var headers = new TreeMap<>(point.headers());
    // What a token says is the client's, not a header.
    headers.keySet().removeIf(name -> name.startsWith(ValueMatch.Named.CLAIM));
    String own = headers.remove("host");
    boolean implied = to.port() == (protocol == Protocol.HTTPS ? 443 : 80);
    String authority = implied ? to.host() : to.host() + ":" + to.port();
    String query =
        point.query().entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    var request =
        new Request(
            point.method(),
            protocol.name().toLowerCase(Locale.ROOT),
            own == null ? authority : own,
            point.path(),
            query.isEmpty() ? null : query,
            Headers.of(headers));
    return new Call(from, to, protocol, opening.handshake(), request);
  }
}
