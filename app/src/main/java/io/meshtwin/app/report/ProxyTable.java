package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** Proxies for people: a line each, and below what one refuses or has not acknowledged yet. */
public final class ProxyTable {
  private ProxyTable() {}

  public static void print(JsonNode proxies, PrintStream out) {
    if (proxies.isEmpty()) {
      out.println("no proxy has connected; start one with: meshtwin proxy bootstrap --help");
      return;
    }
    var table =
        new Table("PROXY", "STATE", "SINCE", "ENVOY", "XDS", "ACKED", "NACKED", "ON ITS WAY");
    for (JsonNode proxy : proxies) {
      table.add(
          proxy.path("proxy").asText(),
          state(proxy),
          proxy.path("since").asText(),
          proxy.path("version").asText("-"),
          proxy.path("protocol").asText("-"),
          count(proxy, "acked"),
          count(proxy, "nacked"),
          count(proxy, "sent"));
    }
    table.print(out);
    for (JsonNode proxy : proxies) {
      details(proxy, out);
    }
  }

  private static String state(JsonNode proxy) {
    boolean connected = proxy.path("state").asText().equals("connected");
    return connected && proxy.path("converged").asBoolean()
        ? "converged"
        : proxy.path("state").asText();
  }

  private static String count(JsonNode proxy, String state) {
    long count = 0;
    for (JsonNode resource : proxy.path("resources")) {
      count += resource.path("state").asText().equals(state) ? 1 : 0;
    }
    return Long.toString(count);
  }

  private static void details(JsonNode proxy, PrintStream out) {
    for (JsonNode resource : proxy.path("resources")) {
      if (resource.path("state").asText().equals("nacked")) {
        out.println(
            "%s refuses %s %s: %s"
                .formatted(
                    proxy.path("proxy").asText(),
                    resource.path("type").asText(),
                    resource.path("name").asText(),
                    resource.path("reason").asText()));
      }
    }
    for (JsonNode caveat : proxy.path("unmodelled")) {
      out.println(
          "%s refuses requests where %s %s says what is not modelled: %s"
              .formatted(
                  proxy.path("proxy").asText(),
                  caveat.path("resource").asText(),
                  caveat.path("field").asText(),
                  caveat.path("reason").asText()));
    }
  }
}
