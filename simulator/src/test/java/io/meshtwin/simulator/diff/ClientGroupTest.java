package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.diff.ClientGroup.Extent;
import io.meshtwin.twin.resolve.ClientScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group is told by those who are in it, and by nobody else. */
class ClientGroupTest {
  private static final List<ClientScope> SCOPES =
      List.of(ClientScope.of("lonely"), ClientScope.of("shop"));

  private static ClientGroup group(int workloads, Extent extent, String... examples) {
    return new ClientGroup(SCOPES, List.of("shop"), workloads, List.of(examples), extent);
  }

  @Test
  void namespacesWithoutAWorkloadAreNotNamed() {
    assertThat(group(7, Extent.EVERYBODY).words()).isEqualTo("every workload, in namespace shop");
    assertThat(group(7, Extent.NAMESPACES).words()).isEqualTo("all workloads in namespace shop");
  }

  @Test
  void someOfANamespaceAreNamedThemselves() {
    assertThat(group(2, Extent.SOME, "shop/a", "shop/b").words()).isEqualTo("shop/a, shop/b");
    assertThat(group(9, Extent.SOME, "shop/a", "shop/b", "shop/c").words())
        .isEqualTo("shop/a, shop/b, shop/c and 6 more");
  }

  @Test
  void thoseToComeAreToldByTheirNamespace() {
    assertThat(ClientGroup.ofNobody(List.of(ClientScope.of("lonely"))).words())
        .isEqualTo("workloads to come in namespace lonely");
  }

  @Test
  void aGroupIsKnownAgainHoweverManyWorkloadsItHas() {
    assertThat(group(2, Extent.SOME, "shop/a", "shop/b").key())
        .isEqualTo(group(9, Extent.NAMESPACES).key());
  }
}
