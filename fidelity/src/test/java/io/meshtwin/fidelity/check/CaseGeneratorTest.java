package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.resolve.ResolvedMesh;
import org.junit.jupiter.api.Test;

class CaseGeneratorTest {
  private static final ResolvedMesh SHOP = Meshes.of(SourceTree.root().resolve("examples/shop"));

  @Test
  void theSameSeedGivesTheSameCases() {
    assertThat(new CaseGenerator(SHOP, 7).cases(100))
        .isEqualTo(new CaseGenerator(SHOP, 7).cases(100))
        .isNotEqualTo(new CaseGenerator(SHOP, 8).cases(100))
        .hasSize(100);
  }

  @Test
  void everyPathIsOneThatCurlWouldSend() {
    assertThat(new CaseGenerator(SHOP, 1).cases(2000))
        .allSatisfy(c -> assertThat(c.call().request().path()).startsWith("/"));
  }
}
