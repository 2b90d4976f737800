package io.meshtwin.ingest.log;

/** Told what went wrong while the log was followed; following goes on. */
public interface FollowFaults {
  /**
   * The listener threw. It is not given these entries again.
   *
   * @param first offset of the first entry of the batch
   * @param last offset of its last entry
   */
  void listenerFailed(long first, long last, Throwable failure);
}
