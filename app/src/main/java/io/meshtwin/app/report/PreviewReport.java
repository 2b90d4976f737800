package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A preview in every format.
 *
 * @param preview what changes
 * @param radius how far that reaches
 * @param threshold the least impact for which the answer is no
 * @param place what was read that makes the difference, as the user named it
 * @param agreement whether a real Envoy does so, null where none was asked
 * @param json the whole as the contract writes it, made when a format asks for it
 */
public record PreviewReport(
    Preview preview,
    BlastRadius radius,
    Impact threshold,
    String place,
    @Nullable Agreement agreement,
    Supplier<ObjectNode> json)
    implements Report {
  /** Of which no Envoy was asked. */
  public PreviewReport(
      Preview preview,
      BlastRadius radius,
      Impact threshold,
      String place,
      Supplier<ObjectNode> json) {
    this(preview, radius, threshold, place, null, json);
  }

  /** What is to be said of a difference. */
  record Told(Difference difference, List<String[]> lines) {}

  /** The differences with what is to be said of each, the worst first. */
  List<Told> told() {
    var told = new ArrayList<Told>();
    for (Difference difference : preview.differences()) {
      List<String[]> lines = PreviewWords.lines(difference);
      if (agreement != null && difference.changed() != null) {
        lines.add(new String[] {"envoy", agreement.of(Agreement.witness(told.size()))});
      }
      told.add(new Told(difference, lines));
    }
    return told;
  }

  /** Whether nothing that a real Envoy did speaks against it. */
  boolean confirmed() {
    return agreement == null || !agreement.failed();
  }

  /** What a real Envoy does, as lines; empty where none was asked. */
  List<String> agreed() {
    return agreement == null ? List.of() : agreement.lines(preview.changed());
  }

  /** Whether the answer is no: whoever fails on a lesser impact fails on this one. */
  public boolean fails() {
    return preview.differences().stream().anyMatch(this::fails);
  }

  /** What is not known may be anything, so it fails whatever the threshold is. */
  boolean fails(Difference difference) {
    return difference.unknown() || difference.impact().compareTo(threshold) <= 0;
  }

  @Override
  public String table(Style style, int width) {
    return Folding.fold(PreviewTable.of(this, style), width);
  }

  @Override
  public ObjectNode document() {
    return json.get();
  }

  @Override
  public String markdown() {
    return PreviewMarkdown.of(this);
  }

  @Override
  public String junit() {
    return PreviewJunit.of(this);
  }

  @Override
  public ObjectNode sarif() {
    return PreviewSarif.of(this);
  }

  @Override
  public String github() {
    return GithubAnnotations.of(this);
  }
}
