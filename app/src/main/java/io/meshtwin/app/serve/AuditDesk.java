package io.meshtwin.app.serve;

import io.meshtwin.ingest.audit.AuditBatch;
import io.meshtwin.twin.event.Audited;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes audited requests into the log. The API server sends a batch again when it has not heard
 * that it arrived, so requests that were just taken are known again.
 */
public final class AuditDesk {
  /** More than a webhook has on the way at once. */
  private static final int REMEMBERED = 20_000;

  private final MeshWriter writer;
  private final Map<String, Boolean> taken = new LinkedHashMap<>();
  private final AtomicLong recorded = new AtomicLong();

  AuditDesk(MeshWriter writer) {
    this.writer = writer;
  }

  /**
   * Records what is new.
   *
   * @return how many that were
   * @throws io.meshtwin.ingest.log.LogException when they could not be written: the sender tries
   *     again
   */
  public synchronized int record(AuditBatch batch) {
    List<Audited> fresh =
        batch.events().stream().filter(event -> !taken.containsKey(event.request().id())).toList();
    if (!fresh.isEmpty()) {
      writer.append(_ -> fresh);
    }
    fresh.forEach(event -> taken.put(event.request().id(), true));
    var oldest = taken.keySet().iterator();
    for (int more = taken.size() - REMEMBERED; more > 0; more--) {
      oldest.next();
      oldest.remove();
    }
    recorded.addAndGet(fresh.size());
    return fresh.size();
  }

  /** How many were recorded since the start. */
  public long recorded() {
    return recorded.get();
  }
}
