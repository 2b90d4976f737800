package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import java.util.function.Supplier;

/**
 * A preview in every format.
 *
 * @param preview what changes
 * @param radius how far that reaches
 * @param threshold the least impact for which the answer is no
 * @param json the whole as the contract writes it, made when a format asks for it
 */
public record PreviewReport(
    Preview preview, BlastRadius radius, Impact threshold, Supplier<ObjectNode> json)
    implements Report {

  /** Whether the answer is no: whoever fails on a lesser impact fails on this one. */
  public boolean fails() {
    return preview.differences().stream().anyMatch(this::fails);
  }

  /** What is not decided may be anything, so it fails whatever the threshold is. */
  boolean fails(Difference difference) {
    return difference.changed() == null || difference.impact().compareTo(threshold) <= 0;
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
    return PreviewSarif.of(preview);
  }

  @Override
  public String github() {
    return GithubAnnotations.of(preview);
  }
}
