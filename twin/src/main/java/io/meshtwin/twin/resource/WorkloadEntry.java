package io.meshtwin.twin.resource;

import java.util.Map;
import java.util.TreeMap;

/**
 * A WorkloadEntry: a workload outside Kubernetes.
 *
 * @param metadata identity
 * @param instance where it is and what it is
 */
public record WorkloadEntry(Metadata metadata, WorkloadInstance instance) implements Resource {
  /** The same entry with other metadata. */
  public WorkloadEntry with(Metadata other) {
    return new WorkloadEntry(other, instance);
  }

  /** The labels of both, those of the object before those of its specification. */
  public Map<String, String> labels() {
    var labels = new TreeMap<>(instance.labels());
    labels.putAll(metadata.labels());
    return labels;
  }

  static WorkloadEntry read(Metadata metadata, Fields body) {
    var result = new WorkloadEntry(metadata, WorkloadInstance.read(body.object("spec"), false));
    body.done();
    return result;
  }
}
