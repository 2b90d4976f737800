package io.meshtwin.fidelity.echo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Who received which request, and what workloads are told to do by the requests themselves: the
 * only way that reaches a backend whichever it turns out to be.
 */
public final class Visits {
  /** The header that names a request; copies carry it too. */
  public static final String ID = "x-meshtwin-id";

  /** The header that tells a workload how many milliseconds to wait before it answers. */
  public static final String DELAY = "x-meshtwin-delay";

  /** The header that tells workloads to fail: a status, and how often for this request. */
  public static final String FAIL = "x-meshtwin-fail";

  private static final int OK = 200;
  private static final Duration POLL = Duration.ofMillis(5);

  private final Map<String, ConcurrentLinkedQueue<Echo>> byId = new ConcurrentHashMap<>();

  /** Takes down a request, does what it says, and gives the status to answer with. */
  int receive(Echo echo) {
    String id = first(echo, ID);
    if (id.isEmpty()) {
      return OK;
    }
    var all = byId.computeIfAbsent(id, _ -> new ConcurrentLinkedQueue<>());
    all.add(echo);
    String delay = first(echo, DELAY);
    if (!delay.isEmpty()) {
      pause(Duration.ofMillis(Long.parseLong(delay)));
    }
    String[] fail = first(echo, FAIL).split(" ", -1);
    return fail.length == 2 && all.size() <= Integer.parseInt(fail[1])
        ? Integer.parseInt(fail[0])
        : OK;
  }

  /** Who received a request so far, in the order of arrival. */
  public List<Echo> of(String id) {
    var all = byId.get(id);
    return all == null ? List.of() : List.copyOf(all);
  }

  /** Waits until what was received is enough, or the time is over; what was received then. */
  public List<Echo> await(String id, Predicate<List<Echo>> enough, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<Echo> now = of(id);
    while (!enough.test(now) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
      now = of(id);
    }
    return now;
  }

  private static String first(Echo echo, String name) {
    List<String> values = echo.headers().get(name);
    return values == null ? "" : values.getFirst();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
