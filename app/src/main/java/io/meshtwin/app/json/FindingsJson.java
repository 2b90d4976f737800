package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.meshtwin.twin.finding.Finding;
import java.util.List;

/** Findings as the contract writes them. */
public final class FindingsJson {
  private FindingsJson() {}

  public static ArrayNode of(List<Finding> findings) {
    ArrayNode json = Json.array();
    for (Finding finding : findings) {
      json.addObject()
          .put("code", finding.code().code())
          .put("severity", finding.severity().toString())
          .put("resource", finding.resource().toString())
          .put("field", finding.field())
          .put("message", finding.message())
          .put("source", finding.source());
    }
    return json;
  }
}
