package io.meshtwin.ingest.log;

import java.time.Duration;

/** In a data directory a lock decides, when the writer is opened: see {@link EventLog#writer}. */
record OwnLease() implements WriterLease {
  @Override
  public boolean held() {
    return true;
  }

  @Override
  public boolean awaitSettled(Duration limit) {
    return true;
  }

  @Override
  public boolean awaitOther(boolean before, Duration limit) throws InterruptedException {
    Thread.sleep(limit);
    return true;
  }

  @Override
  public String holder() {
    return "this process";
  }

  @Override
  public void close() {
    // Nothing is held but the lock of the writer.
  }
}
