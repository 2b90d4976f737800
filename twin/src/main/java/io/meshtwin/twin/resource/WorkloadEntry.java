package io.meshtwin.twin.resource;

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

  static WorkloadEntry read(Metadata metadata, Fields body) {
    var result = new WorkloadEntry(metadata, WorkloadInstance.read(body.object("spec"), false));
    body.done();
    return result;
  }
}
