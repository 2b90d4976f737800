package io.meshtwin.simulator.trace;

import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Stop;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.trace.Step.Kind;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a decision as steps. */
public final class Explainer {
  private final Decision decision;
  private final boolean everyRule;
  private final List<Step> steps = new ArrayList<>();

  private Explainer(Decision decision, boolean everyRule) {
    this.decision = decision;
    this.everyRule = everyRule;
  }

  /** The steps that led to the verdict. */
  public static Trace trace(Decision decision) {
    return new Explainer(decision, false).run();
  }

  /** The same, with every rule that did not win and why. */
  public static Trace full(Decision decision) {
    return new Explainer(decision, true).run();
  }

  private Trace run() {
    steps.add(Step.of(Kind.DIAL, decision.dialed()));
    CompiledListener listener = decision.listener();
    if (listener != null) {
      String name = listener.listener().name();
      steps.add(Step.of(Kind.LISTENER, name, listener.listener().origin()));
      chain(listener);
    }
    new FilterSteps(decision).forEach(steps::add);
    effect(decision.effect());
    var hops = new ArrayList<Hop>();
    hops.add(new Hop(decision.first(), steps));
    if (decision.arrivals().asked()) {
      hops.add(new Hop(Stop.SERVER_SIDECAR, ServerSteps.of(decision.arrivals())));
    }
    return new Trace(hops);
  }

  /** Told where there is something to choose. */
  private void chain(CompiledListener listener) {
    CompiledChain chain = decision.chain();
    if (chain == null) {
      steps.add(Step.of(Kind.FILTER_CHAIN, "no filter chain takes the connection"));
      return;
    }
    Transport transport = chain.chain().transport();
    if (listener.chains().size() > 1 || !(transport instanceof Transport.Any)) {
      String words = chain.chain().name() + ": " + words(transport);
      steps.add(Step.of(Kind.FILTER_CHAIN, words, chain.chain().origin()));
    }
    rules();
  }

  private static String words(Transport transport) {
    return switch (transport) {
      case Transport.Any _ -> "every connection";
      case Transport.PlainHttp _ -> "what begins as HTTP";
      case Transport.Passthrough tls -> "TLS for " + names(tls.serverNames()) + ", passed on";
      case Transport.Terminated tls -> "TLS for " + names(tls.serverNames()) + ", ended here";
    };
  }

  private static String names(List<String> serverNames) {
    return String.join(", ", serverNames);
  }

  private void rules() {
    CompiledRules rules = decision.rules();
    if (decision.entry() == null && !decision.effect().equals(CompiledRules.NO_RULE)) {
      return;
    }
    if (rules == null) {
      String host = decision.seen().authority();
      steps.add(Step.of(Kind.VIRTUAL_HOST, "no virtual host takes the host " + host));
      return;
    }
    String domains = String.join(", ", rules.host().domains());
    steps.add(Step.of(Kind.VIRTUAL_HOST, rules.host().name() + " (" + domains + ")"));
    CompiledRules.Entry won = decision.entry();
    if (won == null) {
      steps.add(Step.of(Kind.ROUTE_RULE, "no rule takes the request"));
    } else {
      steps.add(Step.of(Kind.ROUTE_RULE, won(rules, won), won.rule().origin()));
    }
    if (everyRule) {
      rules.entries().stream()
          .filter(entry -> !entry.equals(won))
          .forEach(entry -> lost(won, entry));
    }
  }

  /** Why the winner stands before the others that would take the request too. */
  private String won(CompiledRules rules, CompiledRules.Entry won) {
    if (won.rule().name().equals(RouteRule.DEFAULT)) {
      return "won: default behaviour, no route is attached";
    }
    List<String> reasons =
        rules.entries().stream()
            .filter(entry -> !entry.equals(won))
            .filter(entry -> entry.match().refusal(decision.seen()) == null)
            .map(entry -> won.rule().precedence().decidedAgainst(entry.rule().precedence()))
            .distinct()
            .toList();
    return reasons.isEmpty()
        ? "won: the only rule that takes the request"
        : "won: " + String.join(", ", reasons);
  }

  private void lost(CompiledRules.@Nullable Entry won, CompiledRules.Entry entry) {
    String refusal = entry.match().refusal(decision.seen());
    String words;
    if (refusal != null) {
      words = "does not match: " + refusal;
    } else if (won == null) {
      words = "not reached";
    } else {
      words =
          "lost: takes the request too, "
              + won.rule().precedence().decidedAgainst(entry.rule().precedence())
              + " decides for the winner";
    }
    steps.add(Step.of(Kind.ROUTE_RULE, words, entry.rule().origin()));
  }

  private void effect(Effect effect) {
    switch (effect) {
      case Effect.Forward forward -> forward.shares().forEach(this::share);
      case Effect.Redirect _ -> {
        Verdict verdict = decision.verdict();
        steps.add(
            Step.of(Kind.ACTION, "redirect " + verdict.status() + " to " + verdict.location()));
      }
      case Effect.Respond respond ->
          steps.add(Step.of(Kind.ACTION, "answered " + respond.status() + ": " + respond.reason()));
      case Effect.Reject reject -> {
        Kind kind = reject.byPolicy() ? Kind.AUTHORIZATION : Kind.ACTION;
        String words = "rejected: " + reject.words();
        steps.add(
            reject.origin() == null ? Step.of(kind, words) : Step.of(kind, words, reject.origin()));
      }
      case Effect.Unreachable unreachable ->
          steps.add(Step.of(Kind.ACTION, "unreachable: " + unreachable.words()));
      case Effect.Passthrough pass ->
          steps.add(Step.of(Kind.ACTION, "passes as dialed to " + pass.words()));
      case Effect.Unknown unknown ->
          unknown
              .caveats()
              .forEach(caveat -> steps.add(Step.of(Kind.CAVEAT, caveat.reason(), caveat.origin())));
    }
  }

  private void share(Share share) {
    String part = Figures.percent(share.weight());
    Share.Failure failure = share.failure();
    String to =
        failure == null
            ? "to " + (share.service() == null ? "port " + share.port() : share.service())
            : "answered " + failure.status() + ": " + failure.words();
    String tls = share.tls() == null ? "" : ", in " + share.tls().words();
    steps.add(Step.of(Kind.BACKEND, part + " " + to + tls, share.origin()));
  }
}
