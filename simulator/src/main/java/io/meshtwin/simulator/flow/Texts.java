package io.meshtwin.simulator.flow;

import io.meshtwin.twin.regex.Expression;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.function.Predicate;

/** Matchers of texts, ready to be asked. */
final class Texts {
  private Texts() {}

  static Predicate<String> test(ValueMatch match) {
    return switch (match) {
      case ValueMatch.Exact exact -> exact.value()::equals;
      case ValueMatch.Prefix prefix -> text -> text.startsWith(prefix.value());
      case ValueMatch.Regex regex -> Expression.of(regex.value());
      case ValueMatch.Present _ -> _ -> true;
    };
  }
}
