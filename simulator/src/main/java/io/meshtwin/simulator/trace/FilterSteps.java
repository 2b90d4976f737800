package io.meshtwin.simulator.trace;

import static java.util.stream.Collectors.joining;

import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.trace.Step.Kind;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.Timeouts;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is done to a request on its way, as steps. */
record FilterSteps(Decision decision) {

  void forEach(Consumer<Step> steps) {
    if (decision.entry() == null) {
      return;
    }
    Origin origin = decision.entry().rule().origin();
    if (decision.entry().cors() != null) {
      boolean added = !decision.added().set().isEmpty();
      String words = added ? "CORS: the origin is allowed" : "CORS policy of the rule";
      steps.accept(Step.of(Kind.FILTER, words, origin));
    }
    if (decision.effect() instanceof Effect.Forward forward) {
      handling(forward.handling(), origin, steps);
    }
  }

  private void handling(Effect.Handling handling, Origin origin, Consumer<Step> steps) {
    Timeouts limits = handling.timeouts();
    if (limits.request() != null) {
      steps.accept(Step.of(Kind.FILTER, "within " + Figures.seconds(limits.request()), origin));
    }
    if (limits.backendRequest() != null) {
      steps.accept(
          Step.of(
              Kind.FILTER, "each try within " + Figures.seconds(limits.backendRequest()), origin));
    }
    Retries retries = handling.retries();
    if (retries != null) {
      steps.accept(Step.of(Kind.FILTER, words(retries), origin));
    }
    if (handling.fault() != null) {
      fault(handling.fault(), origin, steps);
    }
    if (!handling.hash().isEmpty()) {
      String keys = handling.hash().stream().map(FilterSteps::words).collect(joining(", "));
      steps.accept(Step.of(Kind.FILTER, "endpoint chosen by " + keys, origin));
    }
    SessionPersistence session = handling.session();
    if (session != null) {
      String carrier = session.carrier().name().toLowerCase(Locale.ROOT);
      steps.accept(Step.of(Kind.FILTER, "session by " + carrier + " " + session.name(), origin));
    }
    decision.verdict().copies().forEach(copy -> steps.accept(copy(copy)));
  }

  private static void fault(Fault fault, Origin origin, Consumer<Step> steps) {
    Fault.Delay delay = fault.delay();
    if (delay != null) {
      String part = Figures.percent(delay.fraction());
      String words = "fault: " + part + " wait " + Figures.seconds(delay.duration());
      steps.accept(Step.of(Kind.FILTER, words, origin));
    }
    Fault.Abort abort = fault.abort();
    if (abort != null) {
      String status =
          abort.status() == null ? "gRPC status " + abort.grpcStatus() : "" + abort.status();
      String words = "fault: " + Figures.percent(abort.fraction()) + " get " + status;
      steps.accept(Step.of(Kind.FILTER, words, origin));
    }
  }

  private static String words(HashKey key) {
    return switch (key) {
      case HashKey.Header header -> "header " + header.name();
      case HashKey.Query query -> "query parameter " + query.name();
      case HashKey.Cookie cookie -> "cookie " + cookie.name();
      case HashKey.SourceAddress _ -> "the client's address";
    };
  }

  private static Step copy(Copy copy) {
    String part = Figures.percent(copy.fraction());
    String to = Objects.requireNonNull(copy.target().service()).toString();
    return Step.of(Kind.FILTER, "a copy of " + part + " to " + to, copy.origin());
  }

  private static String words(Retries retries) {
    String on =
        Stream.concat(retries.on().stream(), retries.statuses().stream().map(String::valueOf))
            .collect(joining(", "));
    return "tried again up to " + retries.attempts() + " times on " + on;
  }
}
