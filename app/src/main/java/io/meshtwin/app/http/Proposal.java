package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a request proposes: JSON {@code {"title", "apply": [{"name", "content"}], "delete": […]}}
 * with the text of manifests, or manifests themselves as YAML and the title in the query.
 *
 * @param title one line, empty for none
 * @param apply manifests to apply
 * @param delete resources to delete
 */
record Proposal(String title, List<Manifest> apply, List<ResourceKey> delete) {
  private static final int LONGEST_TITLE = 200;

  static Proposal of(Context context) {
    String type = Objects.requireNonNullElse(context.contentType(), "");
    if (type.contains("yaml")) {
      String title = Objects.requireNonNullElse(context.queryParam("title"), "");
      return proposal(title, manifests(Input.of("body", Body.bytes(context))), List.of());
    }
    JsonNode body = Body.of(context);
    return proposal(
        body.path("title").asText(), manifests(body.path("apply")), manifests(body.path("delete")));
  }

  private static Proposal proposal(String title, List<Manifest> apply, List<Manifest> delete) {
    if (title.length() > LONGEST_TITLE || title.lines().count() > 1) {
      throw invalid("a title is one line of at most " + LONGEST_TITLE + " characters");
    }
    Set<ResourceKey> seen = new HashSet<>();
    for (List<Manifest> part : List.of(apply, delete)) {
      for (Manifest manifest : part) {
        if (!seen.add(manifest.key())) {
          throw invalid(manifest.key() + " stands twice in the change");
        }
      }
    }
    return new Proposal(title, apply, delete.stream().map(Manifest::key).toList());
  }

  private static List<Manifest> manifests(JsonNode files) {
    List<Manifest> manifests = new ArrayList<>();
    for (JsonNode file : files) {
      byte[] content = file.path("content").asText().getBytes(StandardCharsets.UTF_8);
      manifests.addAll(manifests(Input.of(file.path("name").asText("body"), content)));
    }
    return manifests;
  }

  private static List<Manifest> manifests(Input input) {
    ReadResult result = new ManifestReader(ResourceKey.LOCAL).read(input);
    if (!result.errors().isEmpty()) {
      throw invalid(String.join("\n", result.errors().stream().map(Object::toString).toList()));
    }
    return result.documents().stream().map(ReadResult.Document::manifest).toList();
  }

  private static RefusalException invalid(String message) {
    return new RefusalException(Kind.INVALID, message, "nothing was proposed");
  }
}
