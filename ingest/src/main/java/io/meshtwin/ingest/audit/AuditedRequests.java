package io.meshtwin.ingest.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.ingest.source.MeshKind;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which audited requests may have changed a resource of the mesh, and what is kept of them. */
final class AuditedRequests {
  private static final String OF_MANY = "deletecollection";

  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", OF_MANY);

  /** Of a text that a client chooses, such as its user agent. */
  private static final int LONGEST = 256;

  private final String cluster;

  AuditedRequests(String cluster) {
    this.cluster = cluster;
  }

  /** What is kept of one request: nothing, or one for each resource that it was about. */
  List<Audited> read(JsonNode event) {
    JsonNode object = event.path("objectRef");
    int code = event.path("responseStatus").path("code").asInt();
    boolean done =
        event.path("stage").asText().equals("ResponseComplete")
            && WRITES.contains(event.path("verb").asText())
            && code >= 200
            && code < 300
            && !event.path("requestURI").asText().contains("dryRun=");
    if (!done || !counts(object)) {
      return List.of();
    }
    boolean many = event.path("verb").asText().equals(OF_MANY);
    return MeshKind.withPlural(object.path("apiGroup").asText(), object.path("resource").asText())
        .map(kind -> many ? all(event, kind) : read(event, kind).stream().toList())
        .orElse(List.of());
  }

  /**
   * Of a collection that was deleted only the response names the resources: the API server answers
   * with the list of what went ({@code Store.DeleteCollection} of k8s.io/apiserver). Below the
   * level RequestResponse nobody can say which they were.
   */
  private List<Audited> all(JsonNode event, MeshKind kind) {
    var found = new ArrayList<Audited>();
    for (JsonNode item : response(event, kind).path("items")) {
      JsonNode metadata = item.path("metadata");
      String uid = metadata.path("uid").asText();
      String namespace = metadata.path("namespace").asText();
      audited(event, key(kind, namespace, metadata.path("name").asText()), "", uid)
          .ifPresent(found::add);
    }
    return found;
  }

  /** Status is no change that the log keeps; a Pod that is evicted is deleted. */
  private static boolean counts(JsonNode object) {
    String subresource = object.path("subresource").asText();
    return subresource.isEmpty() || subresource.equals("scale") || isEviction(object);
  }

  private static boolean isEviction(JsonNode object) {
    return object.path("subresource").asText().equals("eviction");
  }

  private Optional<Audited> read(JsonNode event, MeshKind kind) {
    JsonNode object = event.path("objectRef");
    JsonNode response = response(event, kind);
    JsonNode metadata = response.path("metadata");
    String name = object.path("name").asText(metadata.path("name").asText());
    boolean whole = response.path("kind").asText().equals(kind.kind());
    String version = whole ? metadata.path("resourceVersion").asText() : "";
    String uid = metadata.path("uid").asText(response.path("details").path("uid").asText());
    return audited(
        event,
        key(kind, object.path("namespace").asText(), name),
        version,
        uid.isEmpty() ? object.path("uid").asText() : uid);
  }

  /** A response of RequestResponse holds the object. Nothing of a Secret is ever looked at. */
  private static JsonNode response(JsonNode event, MeshKind kind) {
    boolean secret = kind.group().isEmpty() && kind.kind().equals("Secret");
    return secret ? event.path("none") : event.path("responseObject");
  }

  private ResourceKey key(MeshKind kind, String namespace, String name) {
    return new ResourceKey(cluster, kind.group(), kind.kind(), namespace, name);
  }

  private Optional<Audited> audited(JsonNode event, ResourceKey key, String version, String uid) {
    if (key.name().isEmpty() || key.name().contains("/")) {
      return Optional.empty();
    }
    return time(event)
        .map(time ->
            new Audited(
                key,
                request(event, uid),
                new Provenance(
                    cluster, version, new Actor(user(event), Actor.Evidence.AUDIT), time, null)));
  }

  private static Audited.Request request(JsonNode event, String uid) {
    boolean acting = event.path("impersonatedUser").has("username");
    return new Audited.Request(
        bounded(event.path("auditID")),
        verb(event),
        bounded(event.path("sourceIPs").path(0)),
        bounded(event.path("userAgent")),
        acting ? bounded(event.path("user").path("username")) : "",
        bounded(event.path("annotations").path("authorization.k8s.io/reason")),
        uid);
  }

  private static String verb(JsonNode event) {
    String verb = event.path("verb").asText();
    return isEviction(event.path("objectRef")) || verb.equals(OF_MANY) ? "delete" : verb;
  }

  /** In whose name the request was made. */
  private static String user(JsonNode event) {
    JsonNode impersonated = event.path("impersonatedUser").path("username");
    return bounded(impersonated.isTextual() ? impersonated : event.path("user").path("username"));
  }

  private static Optional<Instant> time(JsonNode event) {
    try {
      return Optional.of(Instant.parse(event.path("requestReceivedTimestamp").asText()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String bounded(JsonNode text) {
    String value = text.asText().replaceAll("\\p{Cntrl}", " ");
    return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
  }
}
