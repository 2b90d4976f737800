package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.simulator.flow.Verdict;
import java.util.Optional;

/** What came back from a real Envoy. */
public sealed interface Observed {
  /** What tells one answer of a split from another. */
  String outcome();

  /**
   * A response.
   *
   * @param response as it came
   * @param echo what a workload said it received; empty when the proxy answered itself
   * @param grpc whether it came to a gRPC client
   */
  record Answered(Response response, Optional<Echo> echo, boolean grpc) implements Observed {
    static Answered of(Response response, boolean grpc) {
      return new Answered(response, Echo.of(response), grpc);
    }

    /** The gRPC status, -1 without one. */
    int grpcStatus() {
      return response.headers().first("grpc-status").map(Integer::parseInt).orElse(-1);
    }

    @Override
    public String outcome() {
      if (echo.isPresent()) {
        return echo.get().workload();
      }
      int status = grpcStatus() < 0 && isHttpError() ? made() : grpcStatus();
      return status >= 0 ? "gRPC status " + status : "status " + response.status();
    }

    private boolean isHttpError() {
      return grpc && response.status() >= 400;
    }

    /** A gRPC client makes a status of its own of one of HTTP (gRPC, http-grpc-status-mapping). */
    private int made() {
      return Verdict.grpcStatus(response.status());
    }
  }

  /**
   * No response.
   *
   * @param why in the words of the failure
   */
  record Broken(String why) implements Observed {
    @Override
    public String outcome() {
      return CLOSED;
    }
  }

  /** The outcome of a connection that nobody answers. */
  String CLOSED = "closed";
}
