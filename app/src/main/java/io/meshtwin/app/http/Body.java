package io.meshtwin.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;

/** JSON bodies. */
final class Body {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Body() {}

  /** The body, an empty object when there is none. */
  static JsonNode of(Context context) {
    String text = context.body();
    if (text.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode body = MAPPER.readTree(text);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Said below: the parser's own words quote the body, which may hold a Secret.
    }
    throw new RefusalException(Kind.INVALID, "the body is no JSON object", "");
  }

  /** The reason that the body gives. */
  static String reason(Context context) {
    String reason = of(context).path("reason").asText().strip();
    if (reason.isEmpty()) {
      throw new RefusalException(Kind.INVALID, "a reason is missing", "say why with --reason");
    }
    return reason;
  }
}
