package io.meshtwin.app.serve;

import io.meshtwin.bridge.Bridge;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again for the values of Secrets that were not there when proxies needed them: an API server
 * was away, or a file was being written. Values that change come with the event that says so.
 */
final class SecretRetries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecretRetries.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Bridge bridge;
  private final ServedSecrets secrets;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("secrets").unstarted(this::run);

  private SecretRetries(Bridge bridge, ServedSecrets secrets) {
    this.bridge = bridge;
    this.secrets = secrets;
  }

  static SecretRetries start(Bridge bridge, ServedSecrets secrets) {
    var retries = new SecretRetries(bridge, secrets);
    retries.thread.start();
    return retries;
  }

  private void run() {
    try {
      do {
        retry();
      } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void retry() {
    try {
      if (secrets.takeLack()) {
        bridge.reread();
      }
    } catch (RuntimeException e) {
      LOG.error("values of Secrets were not asked for again", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
