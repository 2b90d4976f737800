package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.ResourceKey;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON, the same text for equal records in every process. */
public final class RecordJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Set<String> omitted;

  /**
   * @param omitted record components that are left out, wherever they stand
   */
  public RecordJson(Set<String> omitted) {
    this.omitted = Set.copyOf(omitted);
  }

  /** The value as JSON: records as objects, what is neither record, list nor map as its text. */
  public JsonNode of(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case JsonNode node -> node;
      case Boolean flag -> JSON.booleanNode(flag);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case ResourceKey key -> JSON.textNode(key.toString());
      case Record entry -> record(entry);
      case Optional<?> optional -> of(optional.orElse(null));
      case Map<?, ?> map -> map(map);
      case Collection<?> items -> list(items);
      case Object other -> JSON.textNode(other.toString());
    };
  }

  private ObjectNode record(Record entry) {
    ObjectNode object = JSON.objectNode();
    if (Arrays.stream(entry.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
      // One of several: which one is part of what it says.
      object.put("type", entry.getClass().getSimpleName());
    }
    for (RecordComponent component : entry.getClass().getRecordComponents()) {
      if (!omitted.contains(component.getName())) {
        object.set(component.getName(), of(read(entry, component)));
      }
    }
    return object;
  }

  private static @Nullable Object read(Record entry, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(entry);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's components can be read: " + component, e);
    }
  }

  private ObjectNode map(Map<?, ?> map) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
    ObjectNode object = JSON.objectNode();
    sorted.forEach((name, value) -> object.set(name, of(value)));
    return object;
  }

  private ArrayNode list(Collection<?> items) {
    ArrayNode array = JSON.arrayNode();
    var nodes = items.stream().map(this::of);
    if (items instanceof Set) {
      nodes = nodes.sorted((a, b) -> a.toString().compareTo(b.toString()));
    }
    nodes.forEach(array::add);
    return array;
  }
}
