package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import java.util.ArrayList;
import java.util.List;

/** A proposal's data: its title, the manifests to apply with their cluster, the keys to delete. */
final class ProposalData {
  private ProposalData() {}

  static ObjectNode write(ChangeEvent.Proposed proposed) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("title", proposed.title());
    ArrayNode apply = tree.putArray("apply");
    for (Manifest manifest : proposed.apply()) {
      apply.addObject().put("cluster", manifest.key().cluster()).set("manifest", manifest.body());
    }
    ArrayNode delete = tree.putArray("delete");
    proposed.delete().forEach(key -> delete.add(key.path()));
    return tree;
  }

  static ChangeEvent.Proposed read(String change, JsonNode data, Provenance provenance) {
    List<Manifest> apply = new ArrayList<>();
    for (JsonNode item : data.path("apply")) {
      apply.add(Manifest.of(item.path("cluster").asText(), item.path("manifest")));
    }
    List<ResourceKey> delete = new ArrayList<>();
    data.path("delete").forEach(path -> delete.add(ResourceKey.parse(path.asText())));
    return new ChangeEvent.Proposed(change, Fields.text(data, "title"), apply, delete, provenance);
  }
}
