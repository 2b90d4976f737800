package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.UpstreamPolicy;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An effect as a text that is equal where the behaviour is: which pods answer for a workload, where
 * a rule is written and how its weights are scaled do not count.
 */
public final class EffectKey {
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
      case Effect.Redirect redirect -> redirect.toString();
      case Effect.Respond respond ->
          "respond "
              + respond.status()
              + " "
              + respond.flags()
              + " "
              + respond.body()
              + " "
              + respond.response();
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

  private static String forward(Effect.Forward forward) {
    var weights = new TreeMap<String, Double>();
    for (Share share : forward.shares()) {
      String key =
          destination(share)
              + " "
              + changes(share.changes())
              + " "
              + share.tls()
              + policy(share.target());
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

  /** Where a share goes: the Service, and what part each workload behind it gets. */
  static String destination(Share share) {
    Share.Failure failure = share.failure();
    if (failure != null) {
      return failure.status() + " " + failure.reason();
    }
    return destination(share.target());
  }

  private static String policy(Target target) {
    return target.policy().equals(UpstreamPolicy.NONE) ? "" : " " + target.policy();
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

  private static String path(@Nullable PathRewrite rewrite) {
    return switch (rewrite) {
      case null -> "";
      case PathRewrite.Full full -> "=" + full.value();
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
