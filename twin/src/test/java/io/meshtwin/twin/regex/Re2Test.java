package io.meshtwin.twin.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each was asked of a real Envoy. */
class Re2Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a{1000}",
        "/(a{10}){100}",
        "/(a{10}|b{100}){10}",
        "/(a{500})(b{500}){2}",
        "/(a{1000})*",
        "/(\\Q{1000}\\E{999}){1}",
        "/[{1000}]{1000}",
        "/(\\x{41}{30}){30}",
        "/(a{2,}){500}",
        "/(a{0}){1000}",
        "/a{b}{1000}"
      })
  void takesExpressionsWithUpToAThousandRepetitions(String expression) {
    assertThat(Re2.accepts(expression)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a{1001}",
        "/(a{10}){101}",
        "/((a{11}b*){10}c|d){10}",
        "/(a{2,}){501}",
        "/([a]{100}){11}",
        "/a(?=b)",
        "/a**",
        "/a(\\C",
        "/["
      })
  void refusesWhatRe2Refuses(String expression) {
    assertThat(Re2.accepts(expression)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/img/\\C*, NOT_READ, /img/",
    "/(a|\\C)b, NOT_READ, /",
    "/x\\pL{40}, TOO_LARGE, /x",
    "/.{1000}.{1000}.{1000}.{1000}.{1000}, TOO_LARGE, /",
    "/a(?!b), REFUSED, ''"
  })
  void saysWhatIsWrongAndWhatIsKnownAllTheSame(
      String expression, Problem.Kind kind, String beginning) {
    Problem problem = Objects.requireNonNull(Re2.problem(expression));
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.beginning()).isEqualTo(beginning);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 2_000, 200_000})
  void groupsWithinGroupsEndInAnAnswer(int depth) {
    Problem problem = Re2.problem("(".repeat(depth) + "a" + ")".repeat(depth));
    assertThat(Objects.requireNonNull(problem).kind()).isEqualTo(Problem.Kind.NOT_READ);
  }
}
