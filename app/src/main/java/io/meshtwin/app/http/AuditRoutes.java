package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.ingest.audit.AuditBatch;
import io.meshtwin.ingest.audit.AuditReader;
import io.meshtwin.ingest.audit.AuditRefusedException;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.util.Locale;

/** Takes what the API server's audit webhook sends. */
final class AuditRoutes implements Routes {
  static final String PATH = "/api/v1/audit";

  /** A batch with whole objects in it, in bytes; one event of it is in memory at a time. */
  static final long LARGEST = 64L * 1024 * 1024;

  private static final String JSON = "application/json";
  private static final String HINT = "see docs/guide/history.md, \"Who did it\"";

  private final Serving serving;

  AuditRoutes(Serving serving) {
    this.serving = serving;
  }

  /** Whether a request is for this endpoint, whose sender can add no header. */
  static boolean takes(Context context) {
    return context.path().equals(PATH);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(PATH, this::take);
  }

  private void take(Context context) {
    requireJson(context);
    try {
      var body = new BoundedStream(context.bodyInputStream(), LARGEST);
      AuditBatch batch = AuditReader.read(ResourceKey.LOCAL, body).seenIn(serving.cluster());
      int recorded = serving.audit().record(batch);
      ApiServer.json(
          context,
          JsonNodeFactory.instance
              .objectNode()
              .put("recorded", recorded)
              .put("repeated", batch.events().size() - recorded)
              .put("passedOver", batch.passedOver()));
    } catch (BoundedStream.TooLongException e) {
      throw tooLarge();
    } catch (AuditRefusedException e) {
      throw new RefusalException(Kind.INVALID, String.valueOf(e.getMessage()), HINT);
    } catch (IOException e) {
      throw new RefusalException(Kind.INVALID, "the body ended before its end", HINT);
    }
  }

  static HttpResponseException tooLarge() {
    return Body.tooLarge(LARGEST, "; lower the API server's --audit-webhook-batch-max-size");
  }

  /** A web page of another origin cannot send this type without asking first, and is refused. */
  private static void requireJson(Context context) {
    String type = context.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
      throw new RefusalException(Kind.INVALID, "the content type has to be " + JSON, HINT);
    }
  }
}
