package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/**
 * Checks what is printed against the published schema, with no field that it does not name: the
 * published one lets fields grow, so it is closed first.
 */
public final class SchemaCheck {
  private SchemaCheck() {}

  /** What is not as the schema of that name says, or not in it. */
  public static Set<ValidationMessage> problems(String format, JsonNode document) {
    ObjectNode schema = (ObjectNode) Ran.command("schema", format).json();
    close(schema);
    JsonSchema closed = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    return closed.validate(document);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(SchemaCheck::close);
  }
}
