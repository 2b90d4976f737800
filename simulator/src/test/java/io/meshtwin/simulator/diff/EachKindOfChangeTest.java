package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In Istio a preview against a warm baseline says the same as the comparison of the whole, for each
 * way in which what forks share can change: one after the other, in meshes most of which have no
 * Sidecars. {@code -Dmeshtwin.diff.edits} sets how many of each, {@code -Dmeshtwin.seed} repeats
 * one mesh.
 */
class EachKindOfChangeTest {
  private static final int EDITS = Integer.getInteger("meshtwin.diff.edits", 3);
  private static final List<String> HOSTS =
      List.of("cart", "pay.east.svc.cluster.local", "cart.west", "*.north.svc.cluster.local");

  /** A way in which an object changes. */
  enum Edit {
    HOST_TAKEN("VirtualService"),
    HOST_ADDED("VirtualService"),
    HOST_OF_NOBODY("VirtualService"),
    EXPORTED("VirtualService"),
    DELEGATED("VirtualService"),
    DELETED("VirtualService"),
    RULES_GONE("VirtualService"),
    POLICY("DestinationRule"),
    RULE_EXPORTED("DestinationRule"),
    PORT_ADDED("Service"),
    HIDDEN("Service"),
    ENTRY("ServiceEntry"),
    SIDECAR("Sidecar"),
    MESH_CONFIG("ConfigMap");

    private final String kind;

    Edit(String kind) {
      this.kind = kind;
    }

    void apply(ObjectNode object, Random random) {
      ObjectNode spec = object.withObject("/spec");
      String host = HOSTS.get(random.nextInt(HOSTS.size()));
      switch (this) {
        case HOST_TAKEN -> spec.putArray("hosts").add(host);
        case HOST_ADDED -> spec.withArray("hosts").add(host + ".x");
        case HOST_OF_NOBODY -> spec.putArray("hosts").add("nobody.example.com");
        case EXPORTED, RULE_EXPORTED ->
            spec.putArray("exportTo").add(random.nextBoolean() ? "." : "north");
        case DELEGATED -> delegates(spec);
        case RULES_GONE -> spec.putArray("http").addObject().putArray("route").add(to(host));
        case POLICY -> spec.putObject("trafficPolicy").putObject("tls").put("mode", "ISTIO_MUTUAL");
        case PORT_ADDED ->
            spec.withArray("ports").addObject().put("name", "http-more").put("port", 8081);
        case HIDDEN ->
            object
                .withObject("/metadata/annotations")
                .put("networking.istio.io/exportTo", random.nextBoolean() ? "." : "north");
        case ENTRY -> spec.putArray("hosts").add("cart.west");
        case SIDECAR ->
            spec.putArray("egress").addObject().putArray("hosts").add("./*").add("west/*");
        case MESH_CONFIG ->
            object.putObject("data").put("mesh", "defaultVirtualServiceExportTo: [\".\"]");
        case DELETED -> {}
      }
    }

    private static ObjectNode to(String host) {
      ObjectNode to = JsonNodeFactory.instance.objectNode();
      to.putObject("destination").put("host", host).putObject("port").put("number", 80);
      return to;
    }

    private static void delegates(ObjectNode spec) {
      ArrayNode rules = spec.putArray("http");
      rules.addObject().putObject("delegate").put("name", "own").put("namespace", "east");
    }
  }

  @ParameterizedTest
  @EnumSource(Edit.class)
  void saysTheSameAsTheWholeComparison(Edit edit) {
    int done = 0;
    for (int i = 0; i < EDITS; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      var random = new Random(seed);
      List<ObjectNode> objects = objects(edit, random);
      MeshImage image = Meshes.image(objects);
      Baseline baseline = Baseline.of(ResolvedMesh.of(image, Dialect.ISTIO));
      for (ObjectNode object : objects.stream().filter(o -> is(o, edit.kind)).limit(2).toList()) {
        MeshImage changed = changed(image, object, edit, random);
        Preview whole =
            Differ.preview(
                ResolvedMesh.of(image, Dialect.ISTIO), ResolvedMesh.of(changed, Dialect.ISTIO));
        assertThat(IncrementalPreviewTest.said(baseline.preview(changed)))
            .as("seed %d, %s", seed, whole.resources())
            .isEqualTo(IncrementalPreviewTest.said(whole));
        done++;
      }
    }
    assertThat(done).isPositive();
  }

  /** A mesh with an object of the kind, without Sidecars where they are not what changes. */
  private static List<ObjectNode> objects(Edit edit, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    while (objects.stream().noneMatch(object -> is(object, edit.kind))) {
      objects = new ArrayList<>(IstioMesh.objects(random));
    }
    objects.removeIf(o -> is(o, "Sidecar") && edit != Edit.SIDECAR && random.nextInt(4) > 0);
    objects.removeIf(o -> is(o, "ServiceEntry") && edit != Edit.ENTRY && random.nextBoolean());
    ObjectNode delegate = JsonNodeFactory.instance.objectNode();
    delegate.put("apiVersion", "networking.istio.io/v1").put("kind", "VirtualService");
    delegate.putObject("metadata").put("name", "own").put("namespace", "east");
    Edit.RULES_GONE.apply(delegate, random);
    objects.add(delegate);
    return objects;
  }

  private static MeshImage changed(MeshImage image, ObjectNode object, Edit edit, Random random) {
    var delta = new MeshDelta(image);
    var event = Meshes.applied(object);
    if (edit == Edit.DELETED) {
      delta.replay(Meshes.deleted(event.key()));
    } else {
      ObjectNode other = object.deepCopy();
      edit.apply(other, random);
      delta.propose(Meshes.applied(other));
    }
    return delta.apply(image.position());
  }

  private static boolean is(ObjectNode object, String kind) {
    return object.path("kind").asText().equals(kind);
  }
}
