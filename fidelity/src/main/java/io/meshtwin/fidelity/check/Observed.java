package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.wire.Response;
import java.util.Optional;

/** What came back from a real Envoy. */
public sealed interface Observed {
  /**
   * A response.
   *
   * @param response as it came
   * @param echo what a workload said it received; empty when the proxy answered itself
   */
  record Answered(Response response, Optional<Echo> echo) implements Observed {
    static Answered of(Response response) {
      return new Answered(response, Echo.of(response));
    }

    /** What tells one answer of a split from another: the workload, or the status. */
    String outcome() {
      return echo.map(Echo::workload).orElse("status " + response.status());
    }
  }

  /**
   * No response.
   *
   * @param why in the words of the failure
   */
  record Broken(String why) implements Observed {}
}
