package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshtwin.twin.finding.FindingCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object, and reports what it cannot read: a wrong type or value where it
 * is asked for, and, in {@link #done}, every field that nobody asked for.
 */
final class Fields {
  private final JsonNode node;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  Fields(JsonNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    if (!node.isObject() && !node.isMissingNode()) {
      problems.add(FindingCode.INVALID_FIELD, path, "must be an object");
    }
  }

  /** The path of this object. */
  String path() {
    return path;
  }

  /** The path of a field of this object. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name, String absent) {
    String value = optionalText(name);
    return value == null ? absent : value;
  }

  @Nullable String optionalText(String name) {
    JsonNode value = ask(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      invalid(name, "must be a string, found " + type(value));
      return null;
    }
    return value.asText();
  }

  /** A text that must be there; a finding and the empty text when it is not. */
  String required(String name) {
    if (!node.has(name)) {
      asked.add(name);
      invalid(name, "is required");
      return "";
    }
    return text(name, "");
  }

  /** One of the words, or a finding and null. */
  @Nullable String word(String name, @Nullable String absent, List<String> words) {
    String value = optionalText(name);
    if (value == null) {
      return absent;
    }
    if (!words.contains(value)) {
      invalid(name, "must be one of " + String.join(", ", words) + ", found " + quoted(value));
      return null;
    }
    return value;
  }

  @Nullable Integer optionalInteger(String name, int least, int most) {
    JsonNode value = ask(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      invalid(name, "must be a whole number, found " + type(value));
      return null;
    }
    if (!value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
      invalid(name, "must be from " + least + " to " + most + ", found " + value.asText());
      return null;
    }
    return value.asInt();
  }

  int integer(String name, int absent, int least, int most) {
    Integer value = optionalInteger(name, least, most);
    return value == null ? absent : value;
  }

  /** A number, with a fraction or without; null where it is absent or no number. */
  @Nullable Double optionalDecimal(String name) {
    JsonNode value = ask(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isNumber()) {
      invalid(name, "must be a number, found " + type(value));
      return null;
    }
    return value.asDouble();
  }

  boolean flag(String name, boolean absent) {
    JsonNode value = ask(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      invalid(name, "must be true or false, found " + type(value));
    }
    return value.isBoolean() ? value.asBoolean() : absent;
  }

  @Nullable Instant instant(String name) {
    String value = optionalText(name);
    if (value == null) {
      return null;
    }
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      invalid(name, "must be a time as in 2026-01-31T12:00:00Z, found " + quoted(value));
      return null;
    }
  }

  /** A map of texts, such as labels. */
  Map<String, String> texts(String name) {
    var result = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : map(name)) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isTextual()) {
        result.put(key, value.asText());
      } else {
        invalid(name + "." + key, "must be a string, found " + type(value));
      }
    }
    return result;
  }

  /** A map of whole numbers, such as ports by name. */
  Map<String, Integer> numbers(String name, int least, int most) {
    var result = new TreeMap<String, Integer>();
    for (Map.Entry<String, JsonNode> entry : map(name)) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (within(name + "." + key, value, least, most)) {
        result.put(key, value.asInt());
      }
    }
    return result;
  }

  /** A map of objects, each read by {@code reader}, sorted by name. */
  <T> Map<String, T> objects(String name, Function<Fields, T> reader) {
    var result = new TreeMap<String, T>();
    for (Map.Entry<String, JsonNode> entry : map(name)) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      String at = path(name) + "." + key;
      result.put(key, reader.apply(new Fields(value, at, problems)));
    }
    return result;
  }

  /** A list of texts. */
  List<String> textList(String name) {
    var result = new ArrayList<String>();
    JsonNode list = array(name);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).isTextual()) {
        result.add(list.get(i).asText());
      } else {
        invalid(name + "[" + i + "]", "must be a string, found " + type(list.get(i)));
      }
    }
    return result;
  }

  /** A list of whole numbers. */
  List<Integer> integerList(String name, int least, int most) {
    var result = new ArrayList<Integer>();
    JsonNode list = array(name);
    for (int i = 0; i < list.size(); i++) {
      if (within(name + "[" + i + "]", list.get(i), least, most)) {
        result.add(list.get(i).asInt());
      }
    }
    return result;
  }

  /** A list of objects, each read by {@code reader}. */
  <T> List<T> list(String name, Function<Fields, T> reader) {
    var result = new ArrayList<T>();
    JsonNode list = array(name);
    for (int i = 0; i < list.size(); i++) {
      result.add(reader.apply(new Fields(list.get(i), path(name) + "[" + i + "]", problems)));
    }
    return result;
  }

  /** An object; when it is absent, one without fields. */
  Fields object(String name) {
    return new Fields(ask(name), path(name), problems);
  }

  /** The value as it is: an integer or a string, for ports. */
  JsonNode raw(String name) {
    return ask(name);
  }

  /** Fields that exist in the schema and that no answer depends on. */
  void ignore(String... names) {
    asked.addAll(List.of(names));
  }

  /** Fields that exist, decide something, and are not modelled: their paths, where present. */
  List<String> unmodelled(String... names) {
    var present = new ArrayList<String>();
    for (String name : names) {
      if (!ask(name).isMissingNode()) {
        present.add(path(name));
      }
    }
    return present;
  }

  /** Nothing more is read here, and nothing is reported: parts of a pod's template, for one. */
  void ignoreRest() {
    node.fieldNames().forEachRemaining(asked::add);
  }

  /** Reports every field that nobody asked for. */
  void done() {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!asked.contains(name)) {
            problems.add(FindingCode.UNKNOWN_FIELD, path(name), "is not a field of this kind");
          }
        });
  }

  /** Reports a field of this object, or the object itself where the name is empty. */
  void invalid(String name, String message) {
    problems.add(FindingCode.INVALID_FIELD, at(name), message);
  }

  /** Reports the name of the whole resource. */
  void invalidName(String message) {
    problems.add(FindingCode.INVALID_FIELD, "metadata.name", message);
  }

  /** Reports a field, where it is given, that is read still and may not be for long. */
  void deprecated(String name, String instead) {
    if (has(name)) {
      problems.add(FindingCode.DEPRECATED, path(name), instead);
    }
  }

  private String at(String name) {
    return name.isEmpty() ? path : path(name);
  }

  /** Reports a field that is taken and does nothing: what admission warns of. */
  void without(String name, String message) {
    problems.add(FindingCode.FIELD_WITHOUT_EFFECT, at(name), message);
  }

  private boolean within(String at, JsonNode value, int least, int most) {
    boolean good = value.isIntegralNumber() && value.asLong() >= least && value.asLong() <= most;
    if (!good) {
      invalid(at, "must be from " + least + " to " + most + ", found " + value);
    }
    return good;
  }

  private Set<Map.Entry<String, JsonNode>> map(String name) {
    JsonNode map = ask(name);
    if (!map.isMissingNode() && !map.isObject()) {
      invalid(name, "must be an object, found " + type(map));
    }
    return map.properties();
  }

  private JsonNode array(String name) {
    JsonNode list = ask(name);
    if (!list.isMissingNode() && !list.isArray()) {
      invalid(name, "must be a list, found " + type(list));
      return MissingNode.getInstance();
    }
    return list;
  }

  private JsonNode ask(String name) {
    asked.add(name);
    return node.path(name);
  }

  private static String type(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }
}
