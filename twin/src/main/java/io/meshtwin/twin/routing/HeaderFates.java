package io.meshtwin.twin.routing;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Header changes one after the other, as one: a rule's filters, then a backend's. */
final class HeaderFates {
  private final Map<String, String> set = new TreeMap<>();
  private final Map<String, String> add = new TreeMap<>();
  private final TreeSet<String> remove = new TreeSet<>();

  private HeaderFates() {}

  static HeaderChanges composed(HeaderChanges first, HeaderChanges second) {
    if (first.equals(HeaderChanges.NONE) && second.equals(HeaderChanges.NONE)) {
      return HeaderChanges.NONE;
    }
    var fates = new HeaderFates();
    fates.apply(first);
    fates.apply(second);
    return new HeaderChanges(fates.set, fates.add, fates.remove.stream().toList());
  }

  private void apply(HeaderChanges changes) {
    changes
        .remove()
        .forEach(name -> {
          String key = key(name);
          set.remove(key);
          add.remove(key);
          remove.add(key);
        });
    changes
        .set()
        .forEach((name, value) -> {
          add.remove(key(name));
          remove.remove(key(name));
          set.put(key(name), value);
        });
    changes.add().forEach((name, value) -> add(key(name), value));
  }

  /** Added to a value that was set or added, it is one list to whoever reads it (RFC 9110, 5.3). */
  private void add(String key, String value) {
    if (set.containsKey(key)) {
      set.merge(key, value, (before, added) -> before + "," + added);
    } else if (remove.remove(key)) {
      set.put(key, value);
    } else {
      add.merge(key, value, (before, added) -> before + "," + added);
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
