package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.field.FieldChange;
import java.util.List;
import java.util.function.Function;

/**
 * A preview for readers who want to see first which fields of which resources differ.
 *
 * @param report of the behaviour
 * @param resources those that differ
 * @param fields what differs in one of them
 */
public record ResourceDiffReport(
    PreviewReport report,
    List<Preview.Touched> resources,
    Function<Preview.Touched, List<FieldChange>> fields)
    implements Report {
  public ResourceDiffReport {
    resources = List.copyOf(resources);
  }

  @Override
  public String table(Style style, int width) {
    var text = new StringBuilder();
    for (Preview.Touched touched : resources) {
      text.append(touched.operation()).append(' ').append(touched.resource()).append('\n');
      fields
          .apply(touched)
          .forEach(change -> text.append("      ").append(EventLines.field(change)).append('\n'));
    }
    text.append(resources.isEmpty() ? "" : "\n");
    return text.append(report.table(style, width)).toString();
  }

  @Override
  public ObjectNode document() {
    return report.document();
  }

  @Override
  public String markdown() {
    return report.markdown();
  }

  @Override
  public String junit() {
    return report.junit();
  }

  @Override
  public ObjectNode sarif() {
    return report.sarif();
  }

  @Override
  public String github() {
    return report.github();
  }
}
