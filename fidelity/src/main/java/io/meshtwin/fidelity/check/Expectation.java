package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.local.LoopbackAddresses;
import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome.Refused;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.HeaderChanges;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares one decision with what came.
 *
 * @param decision what was predicted
 * @param workloads the headers that every echo workload answers with
 */
record Expectation(Decision decision, SortedMap<String, String> workloads) {
  private static final int UNAVAILABLE = 503;
  private static final int UNREADABLE = 400;

  Verdict verdict() {
    return decision.verdict();
  }

  private boolean http() {
    return verdict().effect() instanceof Effect.Forward forward && forward.http();
  }

  /** The differences, each in one line; empty when the prediction is confirmed. */
  List<String> differences(Observed observed) {
    return switch (observed) {
      case Observed.Broken broken ->
          closed() || refusals().contains(Observed.CLOSED)
              ? List.of()
              : List.of("no response: " + broken.why());
      case Observed.Answered answered -> answered(answered);
    };
  }

  /** Whether a connection may end without an answer. */
  private boolean closed() {
    return switch (verdict().kind()) {
      case UNREACHABLE -> true;
      case REJECTED -> !(verdict().effect() instanceof Effect.Forward);
      case FORWARDED -> !http() && verdict().shares().stream().anyMatch(s -> s.failure() != null);
      case REDIRECTED, RESPONDED, PASSTHROUGH, UNKNOWN -> false;
    };
  }

  private List<String> answered(Observed.Answered answered) {
    Verdict verdict = verdict();
    return switch (verdict.kind()) {
      case FORWARDED -> forwarded(answered);
      case REDIRECTED, RESPONDED -> byTheProxy(answered);
      case PASSTHROUGH -> outside(answered);
      case REJECTED ->
          verdict.effect() instanceof Effect.Forward
              ? rejected(answered)
              : unread(answered) ? List.of() : refused(answered);
      case UNREACHABLE, UNKNOWN -> taken(answered);
    };
  }

  /** What is no HTTP is answered with 400 before the connection is closed (Envoy's codec). */
  private boolean unread(Observed.Answered answered) {
    return "protocol".equals(verdict().reason())
        && answered.echo().isEmpty()
        && answered.response().status() == 400;
  }

  private List<String> taken(Observed.Answered answered) {
    int status = answered.response().status();
    return List.of("predicted " + verdict().kind() + ", answered with " + status);
  }

  /** A policy's refusal is an answer to HTTP. */
  private List<String> refused(Observed.Answered answered) {
    if (!(verdict().effect() instanceof Effect.Reject) || verdict().status() == null) {
      return taken(answered);
    }
    var differences = new Differences();
    Integer grpc = verdict().grpcStatus();
    if (grpc != null) {
      differences.compare("gRPC status", grpc, answered.grpcStatus());
    } else {
      differences.compare("status", verdict().status(), answered.response().status());
    }
    answered.echo().ifPresent(echo -> differences.add("answered by " + echo.workload()));
    return differences.lines();
  }

  /** Refused by every endpoint's proxy; which of them was asked is left to chance. */
  private List<String> rejected(Observed.Answered answered) {
    // A share that nobody answers is drawn too.
    SortedSet<String> refusals = new TreeSet<>(refusals());
    verdict().shares().stream()
        .flatMap(share -> Stream.ofNullable(share.failure()))
        .forEach(failure -> refusals.add(outcome(failure)));
    Fault.Abort abort = abort();
    if (abort != null) {
      refusals.add(outcome(abort));
    }
    return refusals.contains(answered.outcome())
        ? List.of()
        : List.of(
            "rejected (%s): predicted %s, observed %s"
                .formatted(verdict().reason(), refusals, answered.outcome()));
  }

  /** What a client observes where an endpoint's proxy refuses, for those that do. */
  SortedSet<String> refusals() {
    return verdict()
        .arrivals()
        .all()
        .map(Arrival::outcome)
        .filter(Refused.class::isInstance)
        .map(refused -> outcome((Refused) refused))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean refuses(Echo echo) {
    List<Arrival> there =
        verdict()
            .arrivals()
            .all()
            .filter(a -> a.endpoint().name().equals(echo.workload()))
            .filter(a -> a.endpoint().port() == echo.port())
            .toList();
    return !there.isEmpty() && there.stream().allMatch(a -> a.outcome() instanceof Refused);
  }

  /** Whether some endpoints take it and others do not: then retries choose anew among them. */
  boolean mixed() {
    return verdict().kind() == Verdict.Kind.FORWARDED && !refusals().isEmpty();
  }

  /**
   * Whether copies take their turn among the endpoints of a share, from which a proxy then chooses
   * twice for each request: which of them gets which is no matter of chance any more.
   */
  boolean takesTurns() {
    return verdict().shares().stream()
        .filter(share -> share.endpoints().size() > 1)
        .anyMatch(share ->
            verdict().copies().stream()
                .anyMatch(copy ->
                    Objects.equals(copy.target().service(), share.service())
                        && Objects.equals(copy.target().subset(), share.target().subset())));
  }

  /** An answer of the server's proxy, or of the client's where the connection fails. */
  private String outcome(Refused refused) {
    Integer status = refused.status();
    if (refused.reason().equals("protocol") && !http()) {
      return answer(UNREADABLE);
    }
    if (status == null) {
      return http() ? answer(UNAVAILABLE) : Observed.CLOSED;
    }
    return answer(status);
  }

  private String answer(int status) {
    return verdict().request().isGrpc()
        ? "gRPC status " + Verdict.grpcStatus(status)
        : "status " + status;
  }

  /** What leaves as dialed reaches whoever stands for the outside, unchanged. */
  private List<String> outside(Observed.Answered answered) {
    var differences = new Differences();
    String who = answered.echo().map(Echo::workload).orElse("the proxy");
    differences.compare("answered by", LoopbackAddresses.outside(null), who);
    if (decision.call().protocol().http()) {
      answered
          .echo()
          .ifPresent(echo -> {
            differences.compare("host", decision.seen().authority(), echo.host());
            differences.compare("path", decision.seen().target(), echo.path());
          });
    }
    return differences.lines();
  }

  private List<String> byTheProxy(Observed.Answered answered) {
    Verdict verdict = verdict();
    var differences = new Differences();
    if (verdict.grpcStatus() != null && abort() == null) {
      differences.compare("gRPC status", verdict.grpcStatus(), answered.grpcStatus());
    } else if (verdict.status() != null && abort() == null) {
      differences.compare("status", verdict.status(), answered.response().status());
    } else if (!split().containsKey(answered.outcome())) {
      differences.add(
          "outcome: predicted " + split().keySet() + ", observed " + answered.outcome());
    }
    if (verdict.kind() == Verdict.Kind.REDIRECTED) {
      String location = answered.response().headers().first("location").orElse(null);
      differences.compare("location", verdict.location(), location);
    }
    HeaderChanges own = verdict.response();
    var observed = answered.response().headers().byName();
    own.set()
        .forEach((name, value) ->
            differences.header("response header ", name, List.of(value), observed));
    answered.echo().ifPresent(echo -> differences.add("answered by " + echo.workload()));
    return differences.lines();
  }

  /** Any share may have been drawn; how often each is drawn, the split says. */
  private List<String> forwarded(Observed.Answered answered) {
    if (answered.echo().isEmpty()) {
      return split().containsKey(answered.outcome()) || refusals().contains(answered.outcome())
          ? List.of()
          : List.of("answered by the proxy: " + answered.outcome());
    }
    Echo echo = answered.echo().get();
    if (refuses(echo)) {
      return List.of("the proxy of " + echo.workload() + " should have refused it");
    }
    List<Share> drawn = verdict().shares().stream().filter(share -> has(share, echo)).toList();
    if (drawn.isEmpty()) {
      String who = echo.workload() + " port " + echo.port();
      return List.of("backend: predicted " + List.copyOf(split().keySet()) + ", observed " + who);
    }
    // One endpoint may stand in several shares; the closest is the one that was drawn.
    return drawn.stream()
        .map(share -> new Received(decision, share, workloads).differences(echo, answered))
        .min((a, b) -> Integer.compare(a.size(), b.size()))
        .orElseThrow();
  }

  /** The outcomes of the split and their fractions. */
  SortedMap<String, Double> split() {
    var fractions = new TreeMap<String, Double>();
    for (Share share : verdict().shares()) {
      Share.Failure failure = share.failure();
      if (failure != null) {
        fractions.merge(outcome(failure), share.weight(), Double::sum);
        continue;
      }
      if (share.target().original()) {
        String who = LoopbackAddresses.outside(share.service());
        fractions.merge(who, share.weight(), Double::sum);
        continue;
      }
      double total = Endpoint.weight(share.endpoints());
      share
          .endpoints()
          .forEach(
              e -> fractions.merge(e.name(), share.weight() * e.weight() / total, Double::sum));
    }
    return aborted(fractions);
  }

  /** A fault answers its part of the requests before any share is drawn. */
  private SortedMap<String, Double> aborted(SortedMap<String, Double> shares) {
    Fault.Abort abort = abort();
    if (abort == null) {
      return shares;
    }
    var fractions = new TreeMap<String, Double>();
    double passed = 1 - abort.fraction();
    if (passed > 0) {
      shares.forEach((who, part) -> fractions.put(who, part * passed));
    }
    fractions.merge(outcome(abort), abort.fraction(), Double::sum);
    return fractions;
  }

  private Fault.@Nullable Abort abort() {
    Fault fault =
        verdict().effect() instanceof Effect.Forward forward ? forward.handling().fault() : null;
    Fault.Abort abort = fault == null ? null : fault.abort();
    return abort == null || abort.perMillion() == 0 ? null : abort;
  }

  private String outcome(Fault.Abort abort) {
    Integer grpc = abort.grpcStatus();
    int status = abort.status() == null ? 200 : abort.status();
    var failure = new Share.Failure(status, "fault", "FI", "a fault");
    Integer asGrpc = verdict().grpcStatus(failure);
    if (asGrpc != null) {
      return "gRPC status " + (grpc == null ? asGrpc : grpc);
    }
    return "status " + status;
  }

  private String outcome(Share.Failure failure) {
    if (!http()) {
      return Observed.CLOSED;
    }
    Integer grpc = verdict().grpcStatus(failure);
    return grpc == null ? "status " + failure.status() : "gRPC status " + grpc;
  }

  private static boolean has(Share share, Echo echo) {
    if (share.target().original()) {
      return echo.workload().equals(LoopbackAddresses.outside(share.service()));
    }
    return share.endpoints().stream()
        .anyMatch(e -> e.name().equals(echo.workload()) && e.port() == echo.port());
  }
}
