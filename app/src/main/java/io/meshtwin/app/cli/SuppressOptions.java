package io.meshtwin.app.cli;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.Suppression;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which findings nobody wants to see: by option, or by an annotation of the resource. */
final class SuppressOptions {
  @Option(
      names = "--suppress",
      paramLabel = "CODE[=RESOURCE]",
      description =
          "Findings not to show, repeatable: MT0201, MT0104='HTTPRoute shop/cart',"
              + " MT02*='HTTPRoute shop/*'. A resource suppresses its own with the annotation "
              + Suppression.ANNOTATION
              + ": MT0104,MT0201.")
  private List<String> suppressed = List.of();

  /**
   * What is unwanted.
   *
   * @param images where a finding's resource is looked for, the first that has it
   * @throws CommandException when an option cannot be read
   */
  Predicate<Finding> unwanted(MeshImage... images) {
    List<Suppression> options = new ArrayList<>();
    for (String text : suppressed) {
      try {
        options.add(Suppression.parse(text));
      } catch (IllegalArgumentException e) {
        throw new CommandException("--suppress " + text + ": " + e.getMessage(), e);
      }
    }
    Predicate<Finding> annotated = annotated(images);
    return finding ->
        options.stream().anyMatch(option -> option.covers(finding)) || annotated.test(finding);
  }

  /** What resources themselves do not want said. */
  static Predicate<Finding> annotated(MeshImage... images) {
    return finding -> {
      for (MeshImage image : images) {
        ResourceState state = image.state(finding.resource());
        if (state != null) {
          return ofAnnotation(state).stream().anyMatch(own -> own.covers(finding));
        }
      }
      return false;
    };
  }

  private static List<Suppression> ofAnnotation(ResourceState state) {
    var metadata = state.resource().metadata();
    String value = metadata.annotations().getOrDefault(Suppression.ANNOTATION, "");
    return Suppression.ofAnnotation(value, metadata.key());
  }
}
