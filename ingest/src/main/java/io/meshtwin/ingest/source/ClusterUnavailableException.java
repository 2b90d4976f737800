package io.meshtwin.ingest.source;

/** There is no cluster to talk to: no kubeconfig, or one that cannot be used. */
public final class ClusterUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what was tried and what to do
   */
  public ClusterUnavailableException(String message) {
    super(message);
  }
}
