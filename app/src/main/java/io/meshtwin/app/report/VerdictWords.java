package io.meshtwin.app.report;

import io.meshtwin.app.json.GoDuration;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Verdicts in one line for people. */
public final class VerdictWords {
  private VerdictWords() {}

  public static String of(Verdict verdict) {
    return switch (verdict.effect()) {
      case Effect.Forward forward ->
          verdict.kind()
              + " "
              + verdict.shares().stream()
                  .map(share -> share(share, forward.http()) + changes(verdict, share))
                  .collect(Collectors.joining(", "))
              + (verdict.arrivals().refused()
                  ? ""
                  : limits(forward.timeouts()) + DeliveryWords.of(verdict, forward.handling()))
              + ArrivalWords.of(verdict.arrivals());
      case Effect.Redirect _ ->
          "redirected " + verdict.status() + " to " + verdict.location() + with(verdict.response());
      case Effect.Respond respond ->
          "responded "
              + respond.status()
              + " ("
              + respond.reason()
              + ")"
              + with(respond.response());
      case Effect.Reject reject -> "rejected, " + reject.reason() + " (" + reject.words() + ")";
      case Effect.Unreachable unreachable ->
          "unreachable, " + unreachable.reason() + " (" + unreachable.words() + ")";
      case Effect.Passthrough pass -> "passthrough to " + pass.words();
      case Effect.Unknown unknown -> "unknown: " + unknown.caveats().getFirst().reason();
    };
  }

  private static String share(Share share, boolean http) {
    Share.Failure failure = share.failure();
    String part = percent(share.weight());
    if (failure != null) {
      return part + " " + failure.status() + " (" + failure.words() + ")";
    }
    String tls = share.tls() == null ? "" : " in " + share.tls().words();
    String to =
        (share.service() == null ? "port " + share.port() : of(share.target()))
            + tls
            + (http ? version(share.target()) : "");
    Map<String, Double> workloads = share.workloads();
    if (workloads.size() < 2) {
      return part + " " + to;
    }
    String owners =
        workloads.entrySet().stream()
            .map(owner -> owner.getKey() + " " + percent(owner.getValue()))
            .collect(Collectors.joining(", "));
    return part + " " + to + " [" + owners + "]";
  }

  /** The Service and the subset of it. */
  static String of(Target target) {
    String subset = target.subset() == null ? "" : " subset " + target.subset().name();
    return target.service() + subset;
  }

  private static String version(Target target) {
    return switch (target.version()) {
      case null -> "";
      case "client" -> " in the client's HTTP";
      case String version -> " in HTTP/" + version;
    };
  }

  /**
   * What a backend sees otherwise than it was sent, and a client otherwise than it was answered.
   */
  private static String changes(Verdict verdict, Share share) {
    if (share.failure() != null) {
      return "";
    }
    var words = new ArrayList<String>();
    Request sent = verdict.request();
    Request received = verdict.received(share);
    if (!received.target().equals(sent.target())) {
      words.add("path " + received.target());
    }
    if (!received.authority().equals(sent.authority())) {
      words.add("host " + received.authority());
    }
    headers("request", share.changes().request(), words);
    headers("response", verdict.response(share), words);
    return words.isEmpty() ? "" : " with " + String.join(", ", words);
  }

  private static String with(HeaderChanges response) {
    var words = new ArrayList<String>();
    headers("response", response, words);
    return words.isEmpty() ? "" : " with " + String.join(", ", words);
  }

  private static void headers(String side, HeaderChanges changes, List<String> words) {
    changes.set().forEach((name, value) -> words.add(side + " " + name + " = " + value));
    changes.add().forEach((name, value) -> words.add(side + " " + name + " + " + value));
    changes.remove().forEach(name -> words.add(side + " without " + name));
  }

  private static String limits(Timeouts timeouts) {
    String request = timeouts.request() == null ? "" : GoDuration.of(timeouts.request());
    String backend =
        timeouts.backendRequest() == null ? "" : GoDuration.of(timeouts.backendRequest());
    return (request.isEmpty() ? "" : ", within " + request)
        + (backend.isEmpty() ? "" : ", each try within " + backend);
  }

  static String percent(double fraction) {
    double percent = fraction * 100;
    return percent == Math.rint(percent)
        ? Math.round(percent) + "%"
        : String.format(Locale.ROOT, "%.1f%%", percent);
  }
}
