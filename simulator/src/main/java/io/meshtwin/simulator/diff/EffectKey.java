package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An effect as a text that is equal where the behaviour is: which pods answer for a workload, where
 * a rule is written and how its weights are scaled do not count.
 */
public final class EffectKey {
  private static final String NO_BACKEND = "no_backend";

  /** Host without a port, with any, and with those that a scheme implies. */
  private static final List<String> AUTHORITIES = List.of("h", "h:1", "h:80", "h:443");

  private EffectKey() {}

  /** What a rule does, with its CORS policy. */
  static String of(CompiledRules.Entry entry) {
    String cors = entry.cors() == null ? "" : "\n" + entry.cors().policy();
    return of(entry.effect()) + cors;
  }

  /** What a request came to, with what its CORS policy adds. */
  public static String of(Decision decision) {
    return of(decision.effect()) + decision.added();
  }

  static String of(Effect effect) {
    return switch (effect) {
      case Effect.Forward forward -> forward(forward);
      case Effect.Redirect redirect -> redirect(redirect);
      case Effect.Respond respond ->
          respond(respond.status(), respond.flags(), respond.body(), respond.response());
      case Effect.Reject reject ->
          "reject " + reject.reason() + (reject.status() == null ? "" : " " + reject.status());
      case Effect.Unreachable unreachable -> "unreachable " + unreachable.reason();
      case Effect.Passthrough pass -> pass.toString();
      case Effect.Unknown unknown -> {
        var reasons = unknown.caveats().stream().map(c -> c.reason()).toList();
        yield "unknown " + reasons + unknown.fingerprint();
      }
    };
  }

  private static String respond(
      int status, @Nullable String flags, @Nullable String body, HeaderChanges response) {
    return "respond " + status + " " + flags + " " + body + " " + response;
  }

  /** What Location says for every way in which Host can be written, whatever rule wrote it so. */
  private static String redirect(Effect.Redirect redirect) {
    RouteAction.Redirect action = redirect.action();
    String locations =
        AUTHORITIES.stream()
            .map(authority -> redirect.location(authority, "/"))
            .collect(Collectors.joining(" "));
    return "redirect %d %s %s %s"
        .formatted(action.status(), locations, path(action.path()), action.response());
  }

  private static String forward(Effect.Forward forward) {
    Share first = forward.shares().isEmpty() ? null : forward.shares().getFirst();
    if (first != null && unanswered(forward, first)) {
      // However many backends are not valid, the proxy answers by itself.
      int status = Objects.requireNonNull(first.failure()).status();
      return forward.http()
          ? respond(status, null, null, HeaderChanges.NONE)
          : "unreachable " + NO_BACKEND;
    }
    var weights = new TreeMap<String, Double>();
    for (Share share : forward.shares()) {
      String key =
          (forward.http() || share.failure() == null
                  ? destination(share)
                  : share.failure().reason())
              + " "
              + changes(share.changes())
              + " "
              + tls(share)
              + policy(share.target())
              + (forward.http() ? version(share.target()) : "");
      weights.merge(key, share.weight(), Double::sum);
    }
    var text = new StringBuilder(forward.http() ? "http " : "tcp ");
    Effect.Handling handling = forward.handling();
    text.append(handling.timeouts()).append(handling.retries()).append(handling.session());
    text.append(handling.fault()).append(handling.hash());
    handling.copies().stream()
        .map(EffectKey::copy)
        .sorted()
        .forEach(copy -> text.append("\ncopy ").append(copy));
    weights.forEach(
        (to, weight) -> text.append('\n').append(fraction(weight)).append(' ').append(to));
    return text.toString();
  }

  private static boolean unanswered(Effect.Forward forward, Share first) {
    Share.Failure failure = first.failure();
    return failure != null
        && forward.shares().stream()
            .map(Share::failure)
            .allMatch(
                f -> f != null && f.reason().equals(NO_BACKEND) && f.status() == failure.status());
  }

  /** How endpoints are spoken to, wherever that is written. */
  private static String tls(Share share) {
    List<Endpoint> encrypted =
        share.tls() == null
            ? List.of()
            : share.endpoints().stream().filter(share.tls()::encrypts).toList();
    boolean all = encrypted.size() == share.endpoints().size();
    String who =
        all ? "" : encrypted.stream().map(Endpoint::workload).distinct().toList().toString();
    boolean plain = encrypted.isEmpty() && !share.target().original();
    return switch (share.tls()) {
      case null -> "null";
      case UpstreamTls.Disabled _ -> "null";
      case UpstreamTls.ByPolicy policy ->
          "policy %s %s %s %s"
              .formatted(
                  policy.sni(),
                  policy.authorities(),
                  policy.subjectAltNames().isEmpty()
                      ? List.of(policy.sni())
                      : policy.subjectAltNames(),
                  policy.clientCertificate());
      case UpstreamTls.Originated made ->
          "originated %s %s %s %s %s"
              .formatted(
                  made.mutual(), made.sni(), made.files(), made.subjectAltNames(), made.verified());
      case UpstreamTls.Mesh _ when plain -> "null";
      case UpstreamTls.Mesh mesh -> "mesh " + mesh.sni() + mesh.subjectAltNames() + who;
    };
  }

  /** Where a share goes: the Service, and what part each workload behind it gets. */
  static String destination(Share share) {
    Share.Failure failure = share.failure();
    if (failure != null) {
      return failure.status() + " " + failure.reason();
    }
    return destination(share.target());
  }

  /** How endpoints are chosen and how much they get; what they are spoken to stands apart. */
  private static String policy(Target target) {
    UpstreamPolicy given = target.policy();
    var policy =
        new UpstreamPolicy(
            given.balancing(),
            given.outliers(),
            given.limits(),
            UpstreamPolicy.NONE.version(),
            given.near());
    return policy.equals(UpstreamPolicy.NONE) ? "" : " " + policy;
  }

  private static String version(Target target) {
    return switch (target.spoken()) {
      case HTTP2 -> " HTTP/2";
      case UNSAID -> " HTTP as the client";
      case HTTP, TCP, UDP -> "";
    };
  }

  /** Who gets a copy, and how many. */
  static String copy(Copy copy) {
    return fraction(copy.fraction()) + " " + destination(copy.target());
  }

  private static String destination(Target target) {
    var owners = new StringBuilder();
    target
        .workloads()
        .forEach(
            (owner, part) -> owners.append(owner).append('=').append(fraction(part)).append(' '));
    String to = target.service() == null ? "port " + target.port() : target.service().toString();
    return to + " " + owners;
  }

  static String fraction(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String changes(Changes changes) {
    return changes.request()
        + " "
        + changes.response()
        + " "
        + changes.host()
        + " "
        + path(changes.path());
  }

  /** Where letters are replaced as whole segments would be. */
  private static boolean isWhole(PathRewrite.Text text) {
    boolean slash = text.prefix().endsWith("/") || text.value().endsWith("/");
    return !slash && !text.value().isEmpty();
  }

  private static String path(@Nullable PathRewrite rewrite) {
    return switch (rewrite) {
      case null -> "";
      case PathRewrite.Full full -> "=" + full.value();
      case PathRewrite.Text text when isWhole(text) -> text.prefix() + ">" + text.value();
      case PathRewrite.Text text -> text.prefix() + "~" + text.value();
      case PathRewrite.Regex regex -> regex.expression() + "?" + regex.substitution();
      case PathRewrite.Prefix prefix -> {
        String value = prefix.value();
        while (value.endsWith("/")) {
          value = value.substring(0, value.length() - 1);
        }
        yield prefix.prefix() + ">" + value;
      }
    };
  }
}
