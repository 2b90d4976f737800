package io.meshtwin.simulator.intent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContradictionsTest {
  @ParameterizedTest
  @CsvSource({
    "is forwarded, is not forwarded",
    "is forwarded, is 404",
    "is 200, is 503",
    "is 200, is rejected",
    "is rejected, is unreachable",
    "is redirected to https://a/, is redirected to https://b/",
    "is redirected, goes to shop/a",
    "goes to shop/a at least 60%, goes to shop/a at most 50%",
    "never goes to shop/a, goes to shop/a at least 1%",
    "goes to shop/a, is not forwarded"
  })
  void whatNoVerdictSatisfiesContradictsBothWays(String one, String other) {
    assertThat(contradict(one, other)).isTrue();
    assertThat(contradict(other, one)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "is forwarded, is 200",
    "is not forwarded, is 404",
    "is 403, is rejected",
    "is redirected, is 301",
    "is forwarded, goes to shop/a at most 10%",
    "goes to shop/a at least 10%, goes to shop/a at most 50%",
    "goes to shop/service, goes to shop/workload",
    "never goes to shop/a, is not forwarded"
  })
  void whatSomeVerdictSatisfiesDoesNotContradict(String one, String other) {
    assertThat(contradict(one, other)).isFalse();
    assertThat(contradict(other, one)).isFalse();
  }

  private static boolean contradict(String one, String other) {
    return Contradictions.between(Expectation.parse(one), Expectation.parse(other));
  }
}
