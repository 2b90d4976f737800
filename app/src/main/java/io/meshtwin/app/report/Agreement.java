package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.FidelityJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.fidelity.check.Disagreement;
import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.fidelity.check.SetAside;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.simulator.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a real Envoy does what a preview says: its witnesses, replayed on the mesh as it is and
 * with the change.
 *
 * @param envoy the version of the Envoy
 * @param before the mesh as it is
 * @param after the mesh with the change
 */
public record Agreement(String envoy, Side before, Side after) {
  private static final String TIME = "the time was over";

  /**
   * What came of one side.
   *
   * @param report of the witnesses that were replayed
   * @param partly the witnesses that were answered as predicted, where that does not show all that
   *     is otherwise on the other side, and what it does not show
   * @param refused why Envoy did not run this side, null where it did
   */
  public record Side(
      FidelityReport report, SortedMap<String, List<String>> partly, @Nullable String refused) {
    private static final FidelityReport NOTHING =
        new FidelityReport(
            0,
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            0,
            false);

    /** Of a side that Envoy did not run. */
    public static Side refused(String why) {
      return new Side(NOTHING, new TreeMap<>(), why);
    }

    /**
     * Of the mesh as it is, or with the change.
     *
     * @param preview whose witnesses were replayed
     */
    public static Side of(FidelityReport report, Preview preview, boolean after) {
      var partly = new TreeMap<String, List<String>>();
      for (int i = 0; i < preview.differences().size(); i++) {
        Outcome.Changed changed = preview.differences().get(i).changed();
        List<String> shown = report.shown().get(witness(i));
        if (changed != null && shown != null) {
          Verdict verdict = after ? changed.after() : changed.before();
          Verdict other = after ? changed.before() : changed.after();
          partly.put(witness(i), Unshown.of(verdict, other, shown));
        }
      }
      report.disagreements().forEach(it -> partly.remove(it.of().id()));
      partly.values().removeIf(List::isEmpty);
      return new Side(report, partly, null);
    }

    /** How many witnesses showed all that they are to show. */
    int confirmed() {
      return report.agreed() - partly.size();
    }

    /** Whether Envoy did otherwise than was predicted, did not run, or had no time to show. */
    boolean failed() {
      return !report.complete() || !report.disagreements().isEmpty();
    }

    private ObjectNode json() {
      ObjectNode json = FidelityJson.of(report).put("confirmed", confirmed());
      ArrayNode parts = json.putArray("partly");
      partly.forEach((witness, what) ->
          what.forEach(parts.addObject().put("id", witness).putArray("notShown")::add));
      return refused == null ? json : json.put("refused", refused);
    }

    /** What came of a witness. */
    private String of(String witness) {
      if (refused != null) {
        return "not replayed, Envoy did not run it";
      }
      Optional<Disagreement> disagreement =
          report.disagreements().stream().filter(d -> d.of().id().equals(witness)).findFirst();
      if (disagreement.isPresent()) {
        return "DISAGREES: " + String.join("; ", disagreement.get().differences());
      }
      return report.setAside().stream()
          .filter(one -> one.of().id().equals(witness))
          .findFirst()
          .map(one -> "not replayed, " + one.why())
          .orElse(report.complete() ? confirmation(witness) : "not replayed, " + TIME);
    }

    private String confirmation(String witness) {
      List<String> missing = partly.get(witness);
      return missing == null ? "confirmed" : "confirmed but for " + String.join(", ", missing);
    }

    /** Why it is not the whole answer; empty where it is. */
    private Optional<String> shortcoming() {
      return refused != null
          ? Optional.of("nothing was replayed: " + refused)
          : report.complete()
              ? Optional.empty()
              : Optional.of("not all witnesses were replayed: " + TIME);
    }

    /** What one witness of a rule does not show: how it limits time, when it tries again. */
    private SortedMap<String, Integer> besides() {
      var rules = new TreeMap<>(report.unchecked());
      report.setAside().stream()
          .map(SetAside::why)
          .forEach(why -> rules.computeIfPresent(why, (_, n) -> n == 1 ? null : n - 1));
      return rules;
    }
  }

  /** What a witness is called here and in the JSON: by its place among the differences, from 0. */
  public static String witness(int place) {
    return "d" + (place + 1);
  }

  /** Whether something was not as predicted, or could not be seen for want of an Envoy or time. */
  public boolean failed() {
    return before.failed() || after.failed();
  }

  /** What came of a witness before and after. */
  String of(String witness) {
    String one = before.of(witness);
    String other = after.of(witness);
    return one.equals(other) ? one + " before and after" : "before: " + one + "; after: " + other;
  }

  /**
   * The whole, in lines: the sum first.
   *
   * @param witnesses how many there are
   */
  List<String> lines(int witnesses) {
    var lines = new ArrayList<String>();
    lines.add(
        "Envoy %s confirms %d of %d witnesses before the change, and %d of %d after it"
            .formatted(envoy, before.confirmed(), witnesses, after.confirmed(), witnesses));
    before.shortcoming().ifPresent(why -> lines.add("before the change: " + why));
    after.shortcoming().ifPresent(why -> lines.add("after the change: " + why));
    SortedMap<String, Integer> besides = before.besides();
    after.besides().forEach((what, rules) -> besides.merge(what, rules, Math::max));
    besides.forEach((what, rules) ->
        lines.add("not shown: %s (%d %s)".formatted(what, rules, rules == 1 ? "rule" : "rules")));
    return lines;
  }

  /** As the contract on {@code preview} has it. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("envoy", envoy);
    json.set("before", before.json());
    json.set("after", after.json());
    return json;
  }
}
