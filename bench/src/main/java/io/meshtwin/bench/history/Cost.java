package io.meshtwin.bench.history;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What something took.
 *
 * @param clock nanoseconds by the clock
 * @param processor nanoseconds of processor time of the whole process, the embedded broker's
 *     included
 */
record Cost(long clock, long processor) {
  static final Cost NONE = new Cost(0, 0);

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double MILLI = 1e6;

  static Cost of(Runnable work) {
    long clock = System.nanoTime();
    long processor = PROCESS.getProcessCpuTime();
    work.run();
    return new Cost(System.nanoTime() - clock, PROCESS.getProcessCpuTime() - processor);
  }

  Cost plus(Cost other) {
    return new Cost(clock + other.clock, processor + other.processor);
  }

  /** The cheaper one in each respect. */
  Cost best(Cost other) {
    return new Cost(Math.min(clock, other.clock), Math.min(processor, other.processor));
  }

  /** So many events, as rates by the clock and by processor time. */
  String rates(long events) {
    return "%,.0f events/s, %.2f µs of processor time each"
        .formatted(events / (clock / 1e9), processor / 1e3 / events);
  }

  /** How fast this is beside another one of the same work. */
  String beside(Cost bare) {
    return "%.2f by the clock, %.2f by processor time"
        .formatted((double) bare.clock / clock, (double) bare.processor / processor);
  }

  String millis() {
    return "%,.0f ms, %,.0f ms of processor time".formatted(clock / MILLI, processor / MILLI);
  }

  /** How many of these are spread. */
  static String spread(List<Cost> costs) {
    return "clock %s; processor %s"
        .formatted(spread(costs, Cost::clock), spread(costs, Cost::processor));
  }

  private static String spread(List<Cost> costs, ToDoubleFunction<Cost> which) {
    double[] sorted = costs.stream().mapToDouble(which).map(nanos -> nanos / MILLI).toArray();
    Arrays.sort(sorted);
    return "p50 %,.0f ms, p95 %,.0f ms, most %,.0f ms"
        .formatted(
            sorted[sorted.length / 2], sorted[sorted.length * 95 / 100], sorted[sorted.length - 1]);
  }
}
