package io.meshtwin.bridge.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message in a dump, in protobuf's JSON: unset fields are absent, names are written with
 * underscores (Envoy) or as in {@code routeConfig} (some tools). It remembers what it was asked
 * for, so that the rest can be told.
 */
final class Entry {
  private static final String TYPE = "@type";
  private static final String TYPED_STRUCT = "TypedStruct";

  private final String type;
  private final String place;
  private final JsonNode json;
  private final Set<String> asked = new HashSet<>();
  private final List<Entry> parts = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  Entry(String type, String place, JsonNode json) {
    this.type = type;
    this.place = place;
    this.json = json;
    asked.add(TYPE);
  }

  /** A message in which nothing is set. */
  static Entry empty(String type, String place) {
    return new Entry(type, place, JsonNodeFactory.instance.objectNode());
  }

  /** The message's type, without a package for parts of others. */
  String type() {
    return type;
  }

  /** Where it stands in the dump, as in {@code configs[2].dynamic_listeners[0]}. */
  String place() {
    return place;
  }

  /** The text itself, for comparisons. */
  JsonNode json() {
    return json;
  }

  boolean has(String field) {
    return !get(field).isMissingNode();
  }

  /** Whether nothing is set. */
  boolean isEmpty() {
    return json.isEmpty();
  }

  /** The text; empty where it is not set. */
  String text(String field) {
    return get(field).asText("");
  }

  boolean flag(String field, boolean otherwise) {
    return get(field).asBoolean(otherwise);
  }

  int number(String field, int otherwise) {
    JsonNode value = get(field);
    long number = value.isTextual() ? parsed(value.asText()) : value.asLong(otherwise);
    return (int) Math.min(Integer.MAX_VALUE, number);
  }

  private static long parsed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DumpException("no number in the dump: " + text);
    }
  }

  /** A time; null where it is not set. */
  @Nullable Duration time(String field) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return null;
    }
    try {
      return Duration.parse("PT" + value.asText());
    } catch (java.time.format.DateTimeParseException e) {
      throw new DumpException("no duration at " + place + "." + field + ": " + value.asText());
    }
  }

  List<String> texts(String field) {
    var result = new ArrayList<String>();
    get(field).forEach(value -> result.add(value.asText()));
    return result;
  }

  /** A message in a field; an empty one where it is not set. What it does not know counts here. */
  Entry message(String field, String ofType) {
    var found = new Entry(ofType, place + "." + field, object(get(field)));
    parts.add(found);
    return found;
  }

  /** Messages in a list; what they do not know counts here. */
  List<Entry> messages(String field, String ofType) {
    List<Entry> all = apart(field, ofType);
    parts.addAll(all);
    return all;
  }

  /** Messages in a list, each of which tells for itself what it does not know. */
  List<Entry> apart(String field, String ofType) {
    var result = new ArrayList<Entry>();
    for (JsonNode value : get(field)) {
      String at = place + "." + field + "[" + result.size() + "]";
      result.add(new Entry(ofType, at, object(value)));
    }
    return result;
  }

  /** A message that tells for itself what it does not know. */
  Entry apartIn(String field, String ofType) {
    return new Entry(ofType, place + "." + field, object(get(field)));
  }

  /** Messages by name; what they do not know counts here. */
  SortedMap<String, Entry> byName(String field, String ofType) {
    var result = new TreeMap<String, Entry>();
    get(field)
        .properties()
        .forEach(named -> {
          String at = place + "." + field + "[" + named.getKey() + "]";
          result.put(named.getKey(), new Entry(ofType, at, object(named.getValue())));
        });
    parts.addAll(result.values());
    return result;
  }

  /** A message of a type that it says itself. */
  Entry typed(String field) {
    Entry found = typed(place + "." + field, get(field));
    parts.add(found);
    return found;
  }

  /** Messages by name, each of a type that it says itself. */
  SortedMap<String, Entry> typedByName(String field) {
    SortedMap<String, Entry> found = apartByName(field);
    parts.addAll(found.values());
    return found;
  }

  /** The same, each of which tells for itself what it does not know. */
  SortedMap<String, Entry> apartByName(String field) {
    var result = new TreeMap<String, Entry>();
    get(field)
        .properties()
        .forEach(named -> {
          String at = place + "." + field + "[" + named.getKey() + "]";
          result.put(named.getKey(), typed(at, named.getValue()));
        });
    return result;
  }

  private static Entry typed(String place, JsonNode json) {
    JsonNode node = object(json);
    String type = last(node.path(TYPE).asText(""));
    if (type.endsWith(TYPED_STRUCT)) {
      JsonNode url = node.has("type_url") ? node.path("type_url") : node.path("typeUrl");
      return new Entry(last(url.asText("")), place + ".value", object(node.path("value")));
    }
    return new Entry(type, place, node);
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** Says that fields decide nothing that is answered here. */
  Entry harmless(String... fields) {
    asked.addAll(List.of(fields));
    return this;
  }

  /** Says that nothing in it decides anything that is answered here. */
  Entry harmless() {
    json.fieldNames().forEachRemaining(asked::add);
    return this;
  }

  /** Says that something in it was read, and is not modelled. */
  void refuse(String what) {
    refused.add("%s of %s (%s)".formatted(what, type, place));
  }

  /** Says that what another message does not know counts here. */
  void refuseWhole(String what) {
    refused.add(what);
  }

  /** What is not modelled, or nobody asked for, in this message and in its parts. */
  List<String> unread() {
    return Stream.of(refused.stream(), own(), inParts()).flatMap(all -> all).distinct().toList();
  }

  private Stream<String> inParts() {
    return parts.stream().flatMap(part -> part.unread().stream());
  }

  private Stream<String> own() {
    var names = new ArrayList<String>();
    json.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !asked.contains(name) && !asked.contains(underscored(name)))
        .map(name -> "%s of %s (%s)".formatted(underscored(name), type, place));
  }

  private JsonNode get(String field) {
    asked.add(field);
    JsonNode found = json.path(field);
    JsonNode value = found.isMissingNode() ? json.path(camel(field)) : found;
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private static JsonNode object(JsonNode node) {
    return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
  }

  private static String camel(String field) {
    var text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      boolean raised = field.charAt(i) == '_' && i + 1 < field.length();
      text.append(raised ? Character.toUpperCase(field.charAt(++i)) : field.charAt(i));
    }
    return text.toString();
  }

  private static String underscored(String field) {
    var text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      boolean upper = c >= 'A' && c <= 'Z';
      text.append(upper ? "_" + (char) (c - 'A' + 'a') : String.valueOf(c));
    }
    return text.toString();
  }
}
