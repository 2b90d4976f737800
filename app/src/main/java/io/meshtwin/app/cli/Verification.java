package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.intent.Judgement;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges intents before and after a change, and finds out what of the change breaks one. */
final class Verification {
  private final MeshImage before;
  private final List<ResourceEvent> change;
  private final Function<MeshImage, Simulator> simulators;
  private final Simulator then;
  private final Simulator now;

  /**
   * What came of an intent.
   *
   * @param intent what is wanted
   * @param judgement of the mesh with the change
   * @param call the request, as the mesh with the change reads it; null where it could not be read
   * @param verdict there, null where the request could not be simulated
   * @param was the verdict without the change, null where there is none or the intent holds
   * @param brokenBy the smallest part of the change that breaks it, empty where it was broken
   *     before
   */
  record Result(
      IntentReader.Intent intent,
      Judgement judgement,
      @Nullable Call call,
      @Nullable Verdict verdict,
      @Nullable Verdict was,
      List<ResourceEvent> brokenBy) {
    boolean holds() {
      return judgement instanceof Judgement.Holds;
    }

    boolean broken() {
      return judgement instanceof Judgement.Broken;
    }

    boolean unknown() {
      return judgement instanceof Judgement.Unknown;
    }

    String word() {
      return holds() ? "holds" : broken() ? "broken" : "unknown";
    }

    /** Why it does not hold; empty where it does. */
    String why() {
      return switch (judgement) {
        case Judgement.Holds _ -> "";
        case Judgement.Broken broken -> broken.why();
        case Judgement.Unknown unknown -> unknown.reason();
      };
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("intent", intent.name()).put("result", word());
      json.put("reason", holds() ? null : why());
      json.set("verdict", verdict == null ? null : VerdictJson.of(verdict));
      json.set("before", was == null ? null : VerdictJson.of(was));
      ArrayNode resources = json.putArray("brokenBy");
      brokenBy.forEach(event ->
          resources
              .addObject()
              .put("resource", event.key().toString())
              .put("source", source(event)));
      json.set("witness", intent.request());
      return json;
    }

    static @Nullable String source(ResourceEvent event) {
      var location = event.provenance().location();
      return location == null ? null : location.toString();
    }
  }

  Verification(
      MeshImage before, List<ResourceEvent> change, Function<MeshImage, Simulator> simulators) {
    this.before = before;
    this.change = change;
    this.simulators = simulators;
    this.then = simulators.apply(before);
    this.now = change.isEmpty() ? then : simulators.apply(ChangeOptions.after(before, change));
  }

  /** The names that intents about this mesh and its change may use. */
  IntentNames names() {
    return new IntentNames(List.of(then, now));
  }

  /**
   * Refuses intents that cannot hold together, as the mesh with the change reads their requests.
   *
   * @param names those of {@link #names()}
   * @throws CommandException with the lines of those that contradict each other
   */
  void requireConsistent(List<IntentReader.Intent> intents, IntentNames names) {
    IntentContradictions.refuse(
        intents, intent -> Objects.requireNonNullElse(asked(intent, now).call(), intent), names);
  }

  Result of(IntentReader.Intent intent) {
    Asked asked = asked(intent, now);
    Call call = asked.call();
    if (call == null) {
      String reason = asked.notModelled();
      var unknown = new Judgement.Unknown(reason == null ? "not modelled" : reason);
      return new Result(intent, unknown, null, null, null, List.of());
    }
    Verdict verdict = now.verdict(call);
    Judgement judgement = intent.expected().judge(verdict);
    if (judgement instanceof Judgement.Holds || change.isEmpty()) {
      return new Result(intent, judgement, call, verdict, null, List.of());
    }
    Verdict was = verdict(intent, then);
    boolean held = was != null && intent.expected().judge(was) instanceof Judgement.Holds;
    return new Result(intent, judgement, call, verdict, was, held ? blamed(intent) : List.of());
  }

  /** Leaves out of the change what the intent is broken without. */
  private List<ResourceEvent> blamed(IntentReader.Intent intent) {
    var rest = new ArrayList<>(change);
    for (ResourceEvent event : change) {
      if (rest.size() == 1) {
        break;
      }
      var without = new ArrayList<>(rest);
      without.remove(event);
      Verdict verdict = verdict(intent, simulators.apply(ChangeOptions.after(before, without)));
      if (verdict == null || !(intent.expected().judge(verdict) instanceof Judgement.Holds)) {
        rest.remove(event);
      }
    }
    return rest;
  }

  private static @Nullable Verdict verdict(IntentReader.Intent intent, Simulator simulator) {
    Call call = asked(intent, simulator).call();
    return call == null ? null : simulator.verdict(call);
  }

  private static Asked asked(IntentReader.Intent intent, Simulator simulator) {
    try {
      return new RequestReader(simulator.mesh()).read(intent.request());
    } catch (IllegalArgumentException e) {
      String place = intent.source() == null ? "" : intent.source() + ": ";
      throw new CommandException(place + intent.name() + ": " + e.getMessage(), e);
    }
  }
}
