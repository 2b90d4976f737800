package io.meshtwin.ingest.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.ingest.source.MeshKind;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Which audited requests may have changed a resource of the mesh, and what is kept of them. */
final class AuditedRequests {
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

  /** Of a text that a client chooses, such as its user agent. */
  private static final int LONGEST = 256;

  private final String cluster;

  AuditedRequests(String cluster) {
    this.cluster = cluster;
  }

  Optional<Audited> read(JsonNode event) {
    JsonNode object = event.path("objectRef");
    int code = event.path("responseStatus").path("code").asInt();
    boolean done =
        event.path("stage").asText().equals("ResponseComplete")
            && WRITES.contains(event.path("verb").asText())
            && code >= 200
            && code < 300
            && !event.path("requestURI").asText().contains("dryRun=");
    if (!done || !counts(object)) {
      return Optional.empty();
    }
    return MeshKind.withPlural(object.path("apiGroup").asText(), object.path("resource").asText())
        .flatMap(kind -> read(event, kind));
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
    // A response of RequestResponse holds the object. Nothing of a Secret is ever looked at.
    boolean secret = kind.group().isEmpty() && kind.kind().equals("Secret");
    JsonNode response = secret ? event.path("none") : event.path("responseObject");
    JsonNode metadata = response.path("metadata");
    String name = object.path("name").asText(metadata.path("name").asText());
    Optional<Instant> time = time(event);
    if (name.isEmpty() || name.contains("/") || time.isEmpty()) {
      return Optional.empty();
    }
    var key =
        new ResourceKey(
            cluster, kind.group(), kind.kind(), object.path("namespace").asText(), name);
    boolean whole = response.path("kind").asText().equals(kind.kind());
    String version = whole ? metadata.path("resourceVersion").asText() : "";
    String uid = metadata.path("uid").asText(response.path("details").path("uid").asText());
    return Optional.of(
        new Audited(
            key,
            request(event, uid.isEmpty() ? object.path("uid").asText() : uid),
            new Provenance(
                cluster, version, new Actor(user(event), Actor.Evidence.AUDIT), time.get(), null)));
  }

  private static Audited.Request request(JsonNode event, String uid) {
    boolean acting = event.path("impersonatedUser").has("username");
    return new Audited.Request(
        bounded(event.path("auditID")),
        isEviction(event.path("objectRef")) ? "delete" : event.path("verb").asText(),
        bounded(event.path("sourceIPs").path(0)),
        bounded(event.path("userAgent")),
        acting ? bounded(event.path("user").path("username")) : "",
        bounded(event.path("annotations").path("authorization.k8s.io/reason")),
        uid);
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
