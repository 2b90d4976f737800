package io.meshtwin.testkit.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealPartTest {
  @Test
  void aPartIsNamedAsTheScriptNamesIt() {
    assertThat(RealPart.GATEWAY_API_CRDS.partName()).isEqualTo("gateway-api-crds");
  }

  @Test
  void aMissingPartSkipsATestOnAUsersMachine() {
    assertThat(RealPart.skipOrFail("no envoy here", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("no envoy here");
  }

  @Test
  void aMissingPartFailsATestWhereAllMustBePresent() {
    assertThatThrownBy(() -> RealPart.skipOrFail("no envoy here", true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage("no envoy here");
  }
}
