package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;

/** What a CRD demands of the number of a list's entries and of their being distinct. */
final class Entries {
  private Entries() {}

  /** Reports a list with fewer or more entries (minItems, maxItems); an absent one is not. */
  static void count(Fields fields, String name, int least, int most) {
    JsonNode list = fields.raw(name);
    if (!list.isArray() || (list.size() >= least && list.size() <= most)) {
      return;
    }
    String range = least == 0 ? "at most " + most : "from " + least + " to " + most;
    fields.invalid(name, "must have " + range + " entries, has " + list.size());
  }

  /** As {@link #count}, of a list that must be there. */
  static void required(Fields fields, String name, int least, int most) {
    if (!fields.has(name)) {
      fields.invalid(name, "is required");
    }
    count(fields, name, least, most);
  }

  /** Reports values that are there twice (listType=set). */
  static void distinct(Fields fields, String name) {
    JsonNode list = fields.raw(name);
    var seen = new HashSet<JsonNode>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (!seen.add(list.get(i))) {
        fields.invalid(name + "[" + i + "]", "must be there once, found again");
      }
    }
  }

  /** Reports entries with a name that is there before (listType=map by {@code name}). */
  static void distinctNames(Fields fields, String name) {
    JsonNode list = fields.raw(name);
    var seen = new HashSet<String>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      JsonNode key = list.get(i).path("name");
      if (key.isTextual() && !seen.add(key.asText())) {
        fields.invalid(
            name + "[" + i + "].name", "must be unique, found \"" + key.asText() + "\" again");
      }
    }
  }
}
