package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an attribute may be, and may not be: one of {@code in}, none of {@code notIn}; an empty list
 * asks nothing.
 *
 * @param in one of these, in Istio's forms: exact, {@code prefix*}, {@code *suffix}, {@code *}
 * @param notIn none of these
 */
public record Values(List<String> in, List<String> notIn) {
  public Values {
    in = List.copyOf(in);
    notIn = List.copyOf(notIn);
  }

  /** Whether nothing is asked. */
  public boolean isEmpty() {
    return in.isEmpty() && notIn.isEmpty();
  }

  /** Reads {@code name} and its negation {@code notName}. */
  static Values read(Fields fields, String name) {
    String negation = negation(name);
    nonEmpty(fields, name);
    nonEmpty(fields, negation);
    return new Values(fields.textList(name), fields.textList(negation));
  }

  /** The name of the field that says what an attribute must not be. */
  public static String negation(String name) {
    return "not" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Reports empty texts in a list. */
  static void nonEmpty(Fields fields, String name) {
    JsonNode list = fields.raw(name);
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (list.get(i).isTextual() && list.get(i).asText().isEmpty()) {
        fields.invalid(name + "[" + i + "]", "must not be empty");
      }
    }
  }
}
