package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;

/**
 * A WorkloadGroup: what WorkloadEntries are made of when workloads register themselves. It serves
 * nothing itself.
 *
 * @param metadata identity
 * @param labels labels of the entries that are made
 * @param template what they have in common
 */
public record WorkloadGroup(
    Metadata metadata, Map<String, String> labels, WorkloadInstance template) implements Resource {
  public WorkloadGroup {
    labels = Map.copyOf(labels);
  }

  static WorkloadGroup read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    if (!spec.has("template")) {
      spec.invalid("template", "is required");
    }
    Fields made = spec.object("metadata");
    var result =
        new WorkloadGroup(
            metadata, made.texts("labels"), WorkloadInstance.read(spec.object("template"), true));
    made.ignore("annotations");
    made.done();
    probe(spec.object("probe"));
    spec.done();
    body.done();
    return result;
  }

  /** A probe decides whether a workload registers as ready: entries say that themselves. */
  private static void probe(Fields probe) {
    long methods =
        List.of("httpGet", "tcpSocket", "exec", "grpc").stream().filter(probe::has).count();
    if (methods > 1) {
      probe.invalid("httpGet", "must be the only one of httpGet, tcpSocket, exec and grpc");
    }
    for (String name :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      probe.integer(name, 0, 0, Integer.MAX_VALUE);
    }
    probe.ignore("httpGet", "tcpSocket", "exec", "grpc");
    probe.done();
  }
}
