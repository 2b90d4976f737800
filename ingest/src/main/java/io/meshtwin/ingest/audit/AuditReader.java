package io.meshtwin.ingest.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.twin.event.Audited;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an EventList, one of its events at a time: they may carry whole objects, of which nothing
 * is kept.
 */
public final class AuditReader {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String VERSION = "audit.k8s.io/v1";

  private final AuditedRequests requests;
  private final List<Audited> events = new ArrayList<>();
  private String apiVersion = "";
  private String kind = "";
  private boolean items;
  private int passedOver;

  private AuditReader(String cluster) {
    requests = new AuditedRequests(cluster);
  }

  /**
   * Reads what the webhook sent.
   *
   * @param cluster whose API server sent it
   * @throws AuditRefusedException when it is no EventList
   * @throws IOException when it ends before its end
   */
  public static AuditBatch read(String cluster, InputStream body) throws IOException {
    var reader = new AuditReader(cluster);
    try (JsonParser json = MAPPER.createParser(body)) {
      reader.document(json);
    } catch (JsonProcessingException e) {
      // The parser's own words may quote a Secret.
      throw new AuditRefusedException(
          "the body is no JSON from line %d, column %d on"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    return reader.batch();
  }

  private void document(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new AuditRefusedException("the body is no JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "apiVersion" -> apiVersion = value.isScalarValue() ? json.getText() : "";
        case "kind" -> kind = value.isScalarValue() ? json.getText() : "";
        case "items" -> items(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private void items(JsonParser json, JsonToken first) throws IOException {
    items = first == JsonToken.START_ARRAY;
    if (!items) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonNode item = MAPPER.readTree(json);
      List<Audited> read = requests.read(item);
      events.addAll(read);
      passedOver += read.isEmpty() ? 1 : 0;
    }
  }

  private AuditBatch batch() {
    if (!apiVersion.equals(VERSION) || !kind.equals("EventList") || !items) {
      throw new AuditRefusedException(
          "an EventList of %s with items is needed, as the API server's --audit-webhook-config-file sends it"
              .formatted(VERSION));
    }
    return new AuditBatch(events, passedOver);
  }
}
