package io.meshtwin.simulator.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void sharesOfNamesThatAreApartAddUp() {
    assertThat(overfull("goes to shop/a at least 60%", "goes to shop/b at least 50%"))
        .extracting(Expectation.GoesTo::name)
        .containsExactly("shop/a", "shop/b");
    assertThat(overfull("goes to shop/a at least 50%", "goes to shop/b at least 50%")).isEmpty();
    assertThat(overfull("goes to shop/a", "goes to shop/a at least 50%")).isEmpty();
    assertThat(overfull("goes to shop/a", "goes to shop/b at most 50%", "is 200")).isEmpty();
    assertThat(overfull("goes to shop/a at least 60%", "goes to other/w at least 60%")).isEmpty();
  }

  /** Names of one namespace are apart, those of two may mean the same. */
  private static List<Expectation.GoesTo> overfull(String... expected) {
    return Contradictions.overfull(
        Stream.of(expected).map(Expectation::parse).toList(),
        (one, other) -> !one.equals(other) && namespace(one).equals(namespace(other)));
  }

  private static String namespace(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static boolean contradict(String one, String other) {
    return Contradictions.between(Expectation.parse(one), Expectation.parse(other));
  }
}
