package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Kubernetes label selector: every label and every expression must hold; one without either takes
 * everything.
 *
 * @param labels labels that must be there with this value
 * @param expressions requirements on single labels
 */
public record LabelSelector(Map<String, String> labels, List<Expression> expressions) {
  public LabelSelector {
    labels = Map.copyOf(labels);
    expressions = List.copyOf(expressions);
  }

  /** What an expression asks of a label (metav1.LabelSelectorOperator). */
  private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

  /**
   * A requirement on one label.
   *
   * @param label the label's key
   * @param operator In, NotIn, Exists or DoesNotExist
   * @param values what In and NotIn compare with
   */
  public record Expression(String label, String operator, List<String> values) {
    public Expression {
      values = List.copyOf(values);
    }

    /** A label that is absent satisfies NotIn (metav1.LabelSelectorOpNotIn). */
    boolean takes(Map<String, String> labels) {
      String value = labels.get(label);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        default -> false;
      };
    }
  }

  /** The labels that it looks at; empty when it takes everything. */
  public Set<String> keys() {
    var keys = new TreeSet<>(labels.keySet());
    expressions.forEach(expression -> keys.add(expression.label()));
    return keys;
  }

  /** Whether an object with these labels is selected. */
  public boolean takes(Map<String, String> given) {
    return given.entrySet().containsAll(labels.entrySet())
        && expressions.stream().allMatch(expression -> expression.takes(given));
  }

  static LabelSelector read(Fields selector) {
    var result =
        new LabelSelector(
            selector.texts("matchLabels"),
            selector.list("matchExpressions", LabelSelector::readExpression));
    selector.done();
    return result;
  }

  private static Expression readExpression(Fields expression) {
    String operator = expression.word("operator", "", OPERATORS);
    if (!expression.has("operator")) {
      expression.invalid("operator", "is required");
    }
    var result =
        new Expression(
            expression.required("key"),
            operator == null ? "" : operator,
            expression.textList("values"));
    boolean compares = result.operator().equals("In") || result.operator().equals("NotIn");
    if (compares && result.values().isEmpty()) {
      expression.invalid("values", "must not be empty with " + result.operator());
    }
    expression.done();
    return result;
  }
}
