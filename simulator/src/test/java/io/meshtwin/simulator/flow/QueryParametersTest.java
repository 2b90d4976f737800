package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryParametersTest {
  @Test
  void theFirstOfSeveralWithOneNameCounts() {
    assertThat(QueryParameters.first("a=2&a=1", "a")).isEqualTo("2");
  }

  @Test
  void aNameWithoutValueHasTheEmptyOne() {
    assertThat(QueryParameters.first("b&a", "a")).isEmpty();
    assertThat(QueryParameters.first("a=", "a")).isEmpty();
  }

  @Test
  void nothingIsDecodedAndCaseCounts() {
    assertThat(QueryParameters.first("%61=1", "a")).isNull();
    assertThat(QueryParameters.first("a=%31", "a")).isEqualTo("%31");
    assertThat(QueryParameters.first("A=1", "a")).isNull();
  }

  @Test
  void onlyTheFirstEqualsSignSeparates() {
    assertThat(QueryParameters.first("&a=1=2", "a")).isEqualTo("1=2");
  }

  @Test
  void withoutAQueryThereIsNoParameter() {
    assertThat(QueryParameters.first(null, "a")).isNull();
    assertThat(QueryParameters.first("", "a")).isNull();
  }
}
