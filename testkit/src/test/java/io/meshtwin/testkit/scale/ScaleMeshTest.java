package io.meshtwin.testkit.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Meshes have the size that they are said to have. */
class ScaleMeshTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @EnumSource(MeshSize.class)
  void hasExactlyWhatTheSizeSays(MeshSize size) {
    Map<String, Long> kinds =
        new ScaleMesh(size, MeshStyle.GATEWAY_API, SEED)
            .objects()
            .collect(Collectors.groupingBy(o -> o.path("kind").asText(), Collectors.counting()));
    assertThat(kinds)
        .containsEntry("Namespace", (long) size.namespaces())
        .containsEntry("Service", (long) size.services())
        .containsEntry("Pod", (long) size.endpoints())
        .containsEntry("HTTPRoute", (long) size.routes());
  }

  @Test
  void istiosStyleHasVirtualServicesForRoutes() {
    Map<String, Long> kinds =
        new ScaleMesh(MeshSize.S, MeshStyle.ISTIO, SEED)
            .objects()
            .collect(Collectors.groupingBy(o -> o.path("kind").asText(), Collectors.counting()));
    assertThat(kinds).containsEntry("VirtualService", 100L).doesNotContainKey("HTTPRoute");
    assertThat(kinds.get("DestinationRule")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(MeshStyle.class)
  void theSameSeedGivesTheSameObjects(MeshStyle style) {
    List<ObjectNode> once = new ScaleMesh(MeshSize.S, style, SEED).objects().toList();
    assertThat(new ScaleMesh(MeshSize.S, style, SEED).objects().toList()).isEqualTo(once);
    assertThat(new ScaleMesh(MeshSize.S, style, SEED + 1).objects().toList()).isNotEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource(MeshStyle.class)
  void noTwoObjectsHaveOneName(MeshStyle style) {
    Map<String, Long> names =
        new ScaleMesh(MeshSize.S, style, SEED)
            .objects()
            .map(o ->
                o.path("kind")
                    + " "
                    + o.path("metadata").path("namespace")
                    + o.path("metadata").path("name"))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(names.values()).containsOnly(1L);
  }

  @Test
  void anEditedRouteIsAtTheSamePlace() {
    var mesh = new ScaleMesh(MeshSize.S, MeshStyle.GATEWAY_API, SEED);
    ObjectNode route = mesh.route(10);
    ObjectNode edited = mesh.route(10, 1);
    assertThat(edited.path("metadata")).isEqualTo(route.path("metadata"));
    assertThat(edited.path("spec").path("parentRefs"))
        .isEqualTo(route.path("spec").path("parentRefs"));
    assertThat(edited.path("spec").path("rules")).isNotEqualTo(route.path("spec").path("rules"));
  }

  @Test
  void filesHoldOneNamespaceEach(@TempDir Path directory) throws IOException {
    new ScaleMesh(MeshSize.S, MeshStyle.GATEWAY_API, SEED).write(directory);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(MeshSize.S.namespaces() + 1);
    }
  }
}
