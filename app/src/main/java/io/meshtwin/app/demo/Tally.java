package io.meshtwin.app.demo;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Requests of one phase: how many, how many failed, and who answered those of the split. */
final class Tally {
  private final SortedMap<String, Long> answers = new TreeMap<>();
  private long requests;
  private long failed;
  private String failure = "";

  /** Somebody answered. */
  synchronized void answered(boolean counts, String workload) {
    requests++;
    if (counts) {
      answers.merge(workload, 1L, Long::sum);
    }
    notifyAll();
  }

  /** Nobody did, or the proxy itself. */
  synchronized void failed(String why) {
    requests++;
    failed++;
    failure = failure.isEmpty() ? why : failure;
    notifyAll();
  }

  /** Waits until so many of the split were answered; false when the time is over before. */
  synchronized boolean await(long counted, long limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + limitMillis * 1_000_000;
    while (counted() < counted) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized long requests() {
    return requests;
  }

  synchronized long failed() {
    return failed;
  }

  /** Why the first one failed; empty when none did. */
  synchronized String failure() {
    return failure;
  }

  /** Requests of the split. */
  synchronized long counted() {
    return answers.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Who answered which fraction of the split. */
  synchronized SortedMap<String, Double> shares() {
    long all = Math.max(1, counted());
    var shares = new TreeMap<String, Double>();
    answers.forEach((workload, count) -> shares.put(workload, (double) count / all));
    return Collections.unmodifiableSortedMap(shares);
  }
}
