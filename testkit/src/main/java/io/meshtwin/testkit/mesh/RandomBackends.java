package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Random backendRefs: some missing, some elsewhere, some without weight. */
final class RandomBackends {
  private final Dice dice;

  RandomBackends(Dice dice) {
    this.dice = dice;
  }

  void http(ArrayNode refs, RandomFilters filters) {
    int count = dice.oneIn(8) ? 0 : 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      ObjectNode ref = refs.addObject();
      target(ref);
      weight(ref);
      if (dice.oneIn(6)) {
        filters.ofBackend(ref);
      }
    }
  }

  /** Without a weight: a mirror's, or the beginning of another. */
  void target(ObjectNode ref) {
    if (dice.oneIn(25)) {
      ref.put("group", "example.com").put("kind", "Bucket").put("name", "cart").put("port", 80);
      return;
    }
    ref.put("name", dice.oneIn(10) ? "missing" : dice.any(RandomMesh.SERVICES));
    ref.put("port", dice.oneIn(16) ? 81 : (int) dice.any(80, 80, 8080));
    elsewhere(ref);
  }

  void streams(ArrayNode refs, int port) {
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      ObjectNode ref = refs.addObject();
      ref.put("name", dice.oneIn(8) ? "missing" : RandomMesh.WIRE).put("port", port);
      elsewhere(ref);
      weight(ref);
    }
  }

  private void elsewhere(ObjectNode ref) {
    if (dice.oneIn(5)) {
      ref.put("namespace", dice.any(RandomMesh.NAMESPACES));
    }
  }

  private void weight(ObjectNode ref) {
    if (dice.oneIn(2)) {
      ref.put("weight", dice.below(4));
    }
  }
}
