package io.meshtwin.app.demo;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.local.Visitor;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Clients that send one request after another, without a pause between phases. */
final class Traffic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SLOW = Duration.ofMillis(50);

  private final List<Thread> clients = new ArrayList<>();
  private volatile Tally tally = new Tally();
  private volatile boolean slow;
  private volatile boolean closed;

  /**
   * What one client sends.
   *
   * @param address where its proxy takes it
   * @param counts whether it belongs to the split
   */
  record Target(InetSocketAddress address, Request request, boolean counts) {}

  Traffic(List<Target> targets) {
    for (Target target : targets) {
      clients.add(Thread.ofVirtual().start(() -> send(target)));
    }
  }

  /** A new phase: what is answered from now on is counted apart. */
  Tally next() {
    var next = new Tally();
    tally = next;
    return next;
  }

  /** From now on only some requests a second. */
  void slowDown() {
    slow = true;
  }

  private void send(Target target) {
    try (var visitor = new Visitor(PATIENCE)) {
      while (!closed) {
        Tally current = tally;
        try {
          Response response = visitor.send(target.address(), target.request());
          Optional<Echo> echo = Echo.of(response);
          if (response.status() == 200 && echo.isPresent()) {
            current.answered(target.counts(), echo.get().workload());
          } else {
            current.failed("status " + response.status());
          }
        } catch (IOException e) {
          current.failed(String.valueOf(e.getMessage()));
        }
        if (slow) {
          LockSupport.parkNanos(SLOW.toNanos());
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread client : clients) {
      try {
        client.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
