package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares one verdict with what came.
 *
 * @param verdict what was predicted
 * @param workloads the headers that every echo workload answers with
 * @param opaque whether the client speaks no HTTP, so that only the backend counts
 */
record Expectation(Verdict verdict, SortedMap<String, String> workloads, boolean opaque) {
  /** Headers that Envoy adds of its own accord and that no route decides. */
  private static final Set<String> ADDED_TO_REQUESTS =
      Set.of(
          "x-request-id",
          "x-forwarded-proto",
          "x-forwarded-for",
          "x-envoy-external-address",
          "x-envoy-internal",
          "content-length",
          "transfer-encoding");

  /** The differences, each in one line; empty when the prediction is confirmed. */
  List<String> differences(Observed observed) {
    return switch (observed) {
      case Observed.Broken broken ->
          verdict.kind() == Verdict.Kind.UNREACHABLE
              ? List.of()
              : List.of("no response: " + broken.why());
      case Observed.Answered answered -> answered(answered);
    };
  }

  private List<String> answered(Observed.Answered answered) {
    int status = answered.response().status();
    return switch (verdict.kind()) {
      case FORWARDED -> forwarded(answered);
      case REDIRECTED, RESPONDED -> {
        var differences = new ArrayList<String>();
        if (verdict.status() != null) {
          compare(differences, "status", verdict.status(), status);
        }
        if (verdict.kind() == Verdict.Kind.REDIRECTED) {
          String location = answered.response().headers().first("location").orElse(null);
          compare(differences, "location", verdict.location(), location);
        }
        answered.echo().ifPresent(echo -> differences.add("answered by " + echo.workload()));
        yield differences;
      }
      case UNREACHABLE, PASSTHROUGH, REJECTED, UNKNOWN ->
          List.of("predicted " + verdict.kind() + ", answered with " + status);
    };
  }

  /** Any share may have been drawn; how often each is drawn, the split says. */
  private List<String> forwarded(Observed.Answered answered) {
    if (answered.echo().isEmpty()) {
      int status = answered.response().status();
      boolean predicted =
          verdict.shares().stream()
              .map(Share::failure)
              .anyMatch(failure -> failure != null && failure.status() == status);
      return predicted ? List.of() : List.of("answered by the proxy with " + status);
    }
    Echo echo = answered.echo().get();
    List<Share> drawn =
        verdict.shares().stream().filter(share -> has(share, echo.workload())).toList();
    if (drawn.isEmpty()) {
      return List.of("backend: predicted " + names() + ", observed " + echo.workload());
    }
    // One endpoint may stand in several shares; the closest is the one that was drawn.
    return drawn.stream()
        .map(share -> differences(share, echo, answered.response()))
        .min((a, b) -> Integer.compare(a.size(), b.size()))
        .orElseThrow();
  }

  private List<String> differences(Share share, Echo echo, Response response) {
    if (opaque) {
      return List.of();
    }
    var differences = new ArrayList<String>();
    Request expected = verdict.received(share);
    compare(differences, "status", 200, response.status());
    compare(differences, "method", expected.method(), echo.method());
    compare(differences, "host", expected.authority(), echo.host());
    compare(differences, "path", expected.target(), echo.path());
    headers(differences, expected.headers(), echo.headers());
    response(differences, share, response);
    return differences;
  }

  private static void headers(
      List<String> differences, Headers expected, Map<String, List<String>> observed) {
    names(expected.values(), observed)
        .filter(name -> expected.values().containsKey(name) || !ADDED_TO_REQUESTS.contains(name))
        .forEach(name ->
            compare(
                differences,
                "request header " + name,
                joined(expected.values(), name),
                joined(observed, name)));
  }

  private void response(List<String> differences, Share share, Response response) {
    Headers expected = Headers.of(workloads).changed(share.changes().response());
    Map<String, List<String>> observed = response.headers().byName();
    Stream.of(
            expected.values().keySet().stream(),
            workloads.keySet().stream(),
            share.changes().response().remove().stream())
        .flatMap(names -> names)
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .distinct()
        .sorted()
        .forEach(name ->
            compare(
                differences,
                "response header " + name,
                joined(expected.values(), name),
                joined(observed, name)));
  }

  /** The outcomes of the split and their fractions. */
  SortedMap<String, Double> split() {
    var fractions = new TreeMap<String, Double>();
    for (Share share : verdict.shares()) {
      Share.Failure failure = share.failure();
      if (failure != null) {
        fractions.merge("status " + failure.status(), share.weight(), Double::sum);
        continue;
      }
      double total = share.endpoints().stream().mapToInt(e -> e.weight()).sum();
      share
          .endpoints()
          .forEach(
              e -> fractions.merge(e.name(), share.weight() * e.weight() / total, Double::sum));
    }
    return fractions;
  }

  private List<String> names() {
    return List.copyOf(split().keySet());
  }

  private static boolean has(Share share, String workload) {
    return share.endpoints().stream().anyMatch(endpoint -> endpoint.name().equals(workload));
  }

  private static Stream<String> names(Map<String, ?> one, Map<String, ?> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream()).distinct().sorted();
  }

  /** Several lines and one line with commas mean the same (RFC 9110, 5.3). */
  private static String joined(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? "none" : "'" + String.join(",", values) + "'";
  }

  private static void compare(
      List<String> differences,
      String what,
      @org.jspecify.annotations.Nullable Object predicted,
      @org.jspecify.annotations.Nullable Object observed) {
    if (!Objects.equals(predicted, observed)) {
      differences.add(what + ": predicted " + predicted + ", observed " + observed);
    }
  }
}
