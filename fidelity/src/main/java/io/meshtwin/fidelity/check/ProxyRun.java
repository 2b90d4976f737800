package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.fidelity.local.Visitor;
import io.meshtwin.fidelity.wire.Headers;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/** Sends the cases of one proxy and compares. Used by one thread. */
final class ProxyRun {
  /** Longer than any time limit that a route of a test has; a hang is a difference, not a wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Enough to see a share that is off by 5 points (of 50) at the alarm rate of a run. */
  static final int REQUESTS_PER_SPLIT = 2000;

  private final ProxyId proxy;
  private final Addresses addresses;
  private final SortedMap<String, String> workloads;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private final Shares shares = new Shares();
  private int checked;
  private long requests;

  ProxyRun(ProxyId proxy, Addresses addresses, SortedMap<String, String> workloads) {
    this.proxy = proxy;
    this.addresses = addresses;
    this.workloads = workloads;
  }

  /**
   * Sends.
   *
   * @param goOn asked before every case
   * @return whether it came to the end
   */
  boolean run(List<Plan.Step> steps, BooleanSupplier goOn) {
    try (var visitor = new Visitor(PATIENCE)) {
      for (Plan.Step step : steps) {
        if (!goOn.getAsBoolean()) {
          return false;
        }
        check(visitor, step);
      }
      for (Shares.Tally tally : shares.tallies()) {
        for (int i = tally.split().requests(); i < REQUESTS_PER_SPLIT; i++) {
          if (!goOn.getAsBoolean()) {
            return false;
          }
          repeat(visitor, tally);
        }
      }
      return true;
    }
  }

  int checked() {
    return checked;
  }

  long requests() {
    return requests;
  }

  List<Disagreement> disagreements() {
    return Collections.unmodifiableList(disagreements);
  }

  List<Shares.Tally> splits() {
    return shares.tallies();
  }

  private void check(Visitor visitor, Plan.Step step) {
    Observed observed = send(visitor, step.predicted());
    Expectation expectation = expectation(step.predicted());
    List<String> differences = expectation.differences(observed);
    checked++;
    if (!differences.isEmpty()) {
      disagreements.add(new Disagreement(step.of(), step.predicted(), observed, differences));
    }
    shares.add(proxy, step, expectation, observed);
  }

  private void repeat(Visitor visitor, Shares.Tally tally) {
    Observed observed = send(visitor, tally.first().predicted());
    if (observed instanceof Observed.Answered answered) {
      tally.add(answered);
    }
  }

  private Expectation expectation(Decision decision) {
    boolean opaque = decision.call().protocol() == Call.Protocol.TCP;
    return new Expectation(decision.verdict(), workloads, opaque);
  }

  private Observed send(Visitor visitor, Decision decision) {
    requests++;
    try {
      return Observed.Answered.of(visitor.send(address(decision), request(decision.call())));
    } catch (IOException e) {
      return new Observed.Broken(String.valueOf(e.getMessage()));
    }
  }

  private InetSocketAddress address(Decision decision) {
    // Cases without a listener were set aside by the plan.
    var listener = Objects.requireNonNull(decision.listener()).listener();
    return LoopbackMesh.socket(addresses.listen(proxy, listener).addresses().getFirst());
  }

  private static Request request(Call call) {
    var asked = call.request();
    if (call.protocol() == Call.Protocol.TCP) {
      return Request.get("bytes", "/");
    }
    Headers headers = Headers.NONE.with("Host", asked.authority());
    for (Map.Entry<String, List<String>> header : asked.headers().values().entrySet()) {
      for (String value : header.getValue()) {
        headers = headers.with(header.getKey(), value);
      }
    }
    return new Request(asked.method(), asked.target(), headers, "");
  }
}
