package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A Pod's projection: what a mesh can depend on.
 *
 * @param metadata identity, labels, owner
 * @param serviceAccount what it runs as
 * @param ports declared container ports
 * @param addresses its IPs; empty before it runs
 * @param node where it runs; empty before that is decided
 * @param ready whether it is ready and not finished
 * @param traits what decides about its sidecar
 */
public record Pod(
    Metadata metadata,
    String serviceAccount,
    List<ContainerPort> ports,
    List<String> addresses,
    String node,
    boolean ready,
    PodTraits traits)
    implements Resource {
  public Pod {
    ports = List.copyOf(ports);
    addresses = List.copyOf(addresses);
  }

  static Pod read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String account = spec.text("serviceAccountName", "default");
    List<ContainerPort> ports = ContainerPort.readAll(spec);
    String node = spec.text("nodeName", "");
    PodTraits traits = PodTraits.read(spec);
    spec.ignoreRest();
    Fields status = body.object("status");
    String address = status.text("podIP", "");
    String phase = status.text("phase", "");
    List<String> conditions =
        status.list(
            "conditions",
            condition -> {
              condition.ignore("type");
              return condition.text("status", "");
            });
    status.ignoreRest();
    // A Pod in a manifest has no status: it is meant to run.
    boolean running = phase.isEmpty() || phase.equals("Running");
    boolean ready = running && conditions.stream().allMatch("True"::equals);
    List<String> addresses = address.isEmpty() ? List.of() : List.of(address);
    return new Pod(metadata, account, ports, addresses, node, ready, traits);
  }
}
