package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.BlastRadius;
import java.util.StringJoiner;

/** How far a change reaches, in JSON and in words. */
public final class BlastRadiusWords {
  private BlastRadiusWords() {}

  static ObjectNode json(BlastRadius radius) {
    ObjectNode json =
        Json.object()
            .put("clientGroups", radius.clientGroups())
            .put("workloads", radius.workloads());
    var services = json.putArray("services");
    radius.services().forEach(services::add);
    var gateways = json.putArray("gateways");
    radius.gateways().forEach(gateways::add);
    json.put("proxies", radius.proxies());
    ObjectNode downstream = json.putObject("downstream").put("hops", radius.downstream().hops());
    var reached = downstream.putArray("services");
    radius.downstream().services().forEach(service -> reached.add(service.qualifiedName()));
    downstream.put("workloads", radius.downstream().workloads().size());
    return json;
  }

  /** One line: {@code touches 2 client groups (5 workloads), 1 service, 5 proxies; …}. */
  public static String line(BlastRadius radius) {
    var words = new StringJoiner(", ");
    words.add(
        count(radius.clientGroups(), "client group")
            + " ("
            + count(radius.workloads(), "workload")
            + ")");
    words.add(count(radius.services().size(), "service"));
    if (!radius.gateways().isEmpty()) {
      words.add(count(radius.gateways().size(), "gateway"));
    }
    words.add(radius.proxies() == 1 ? "1 proxy" : radius.proxies() + " proxies");
    var downstream = radius.downstream();
    return "touches "
        + words
        + "; downstream "
        + count(downstream.services().size(), "service")
        + ", "
        + count(downstream.workloads().size(), "workload")
        + " within "
        + count(downstream.hops(), "hop");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
