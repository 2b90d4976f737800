package io.meshtwin.testkit.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SourceTreeTest {
  @Test
  void theRootHoldsTheParentPom() {
    assertThat(SourceTree.root().resolve("pom.xml")).exists();
  }

  @Test
  void dataThatIsNotBesideTheTreeSkipsATest() {
    assertThatThrownBy(() -> SourceTree.dataBeside("no-such-mesh"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("not part of this repository");
  }
}
