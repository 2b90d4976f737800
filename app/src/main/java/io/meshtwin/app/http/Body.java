package io.meshtwin.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON bodies. */
final class Body {
  /** What a change may weigh, in bytes; the log takes messages of 16 MiB. */
  static final int LARGEST = 8 * 1024 * 1024;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Body() {}

  /** The body, an empty object when there is none. */
  static JsonNode of(Context context) {
    String text = new String(bytes(context), StandardCharsets.UTF_8);
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

  /** The body, whose length the client may not have told. */
  static byte[] bytes(Context context) {
    try {
      byte[] bytes = context.bodyInputStream().readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new RefusalException(Kind.INVALID, "the body ended before its end", "");
    }
  }

  static HttpResponseException tooLarge() {
    return tooLarge(LARGEST, "");
  }

  /**
   * What a sender of too much is told.
   *
   * @param largest in bytes
   */
  static HttpResponseException tooLarge(long largest, String advice) {
    return new ContentTooLargeResponse(
        "the body is larger than " + largest / (1024 * 1024) + " MiB; nothing was done" + advice);
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
