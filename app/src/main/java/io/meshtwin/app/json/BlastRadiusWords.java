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
        CountWords.of(radius.clientGroups(), "client group")
            + " ("
            + CountWords.of(radius.workloads(), "workload")
            + ")");
    words.add(CountWords.of(radius.services().size(), "service"));
    if (!radius.gateways().isEmpty()) {
      words.add(CountWords.of(radius.gateways().size(), "gateway"));
    }
    words.add(CountWords.of(radius.proxies(), "proxy", "proxies"));
    var downstream = radius.downstream();
    return "touches "
        + words
        + "; downstream "
        + CountWords.of(downstream.services().size(), "service")
        + ", "
        + CountWords.of(downstream.workloads().size(), "workload")
        + " within "
        + CountWords.of(downstream.hops(), "hop");
  }
}
