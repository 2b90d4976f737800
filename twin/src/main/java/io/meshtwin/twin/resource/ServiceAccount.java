package io.meshtwin.twin.resource;

/** A ServiceAccount: the identity that workloads run as. */
public record ServiceAccount(Metadata metadata) implements Resource {
  static ServiceAccount read(Metadata metadata, Fields body) {
    body.ignore("secrets", "imagePullSecrets", "automountServiceAccountToken");
    body.done();
    return new ServiceAccount(metadata);
  }
}
