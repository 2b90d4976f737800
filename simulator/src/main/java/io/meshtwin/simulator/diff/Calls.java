package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.space.Point;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Points of the request space as requests. */
final class Calls {
  private Calls() {}

  static Call of(Client from, String host, int port, Point point, boolean http) {
    var headers = new TreeMap<>(point.headers());
    String own = headers.remove("host");
    String authority = port == 80 ? host : host + ":" + port;
    String query =
        point.query().entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    var request =
        new Request(
            point.method(),
            http ? "http" : "tcp",
            own == null ? authority : own,
            point.path(),
            query.isEmpty() ? null : query,
            Headers.of(headers));
    Call.Protocol protocol = http ? Call.Protocol.HTTP : Call.Protocol.TCP;
    return new Call(from, new Dial.ToHost(host, port), protocol, request);
  }
}
