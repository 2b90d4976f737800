package io.meshtwin.app.history;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A resource as a user names it.
 *
 * @param kind as in a manifest; its case does not count
 * @param group the API group, empty where any is meant
 * @param namespace empty for what has none
 * @param name the name
 */
public record NamedResource(String kind, String group, String namespace, String name) {
  private static final int SHOWN = 5;

  /**
   * Reads {@code HTTPRoute shop/cart}, {@code Gateway.networking.istio.io infra/edge}, {@code
   * Namespace shop}.
   *
   * @throws IllegalArgumentException in words for the user when it is none
   */
  public static NamedResource parse(List<String> words) {
    List<String> parts = Arrays.asList(String.join(" ", words).strip().split("[ /]+"));
    if (parts.size() < 2 || parts.size() > 3 || parts.getFirst().isEmpty()) {
      throw new IllegalArgumentException(
          "a resource is named like HTTPRoute shop/cart, or GatewayClass istio: "
              + String.join(" ", words));
    }
    String kind = parts.getFirst();
    int dot = kind.indexOf('.');
    return new NamedResource(
        dot < 0 ? kind : kind.substring(0, dot),
        dot < 0 ? "" : kind.substring(dot + 1),
        parts.size() == 3 ? parts.get(1) : "",
        parts.getLast());
  }

  /** Whether this is the resource, in whichever cluster. Without a namespace the default counts. */
  public boolean means(ResourceKey key) {
    boolean here =
        key.namespace().equals(namespace)
            || (namespace.isEmpty() && key.namespace().equals("default"));
    return isOfKind(key) && here && key.name().equals(name);
  }

  /**
   * What to say where nothing is found about it.
   *
   * @param known all that there is
   */
  public String absence(Collection<ResourceKey> known) {
    List<ResourceKey> ofKind =
        known.stream().filter(key -> isOfKind(key) && !key.name().equals("*")).sorted().toList();
    if (ofKind.stream().anyMatch(this::means)) {
      return "nothing of it is in this stretch";
    }
    String none = "the log has nothing about " + this;
    if (ofKind.isEmpty()) {
      String kinds =
          known.stream()
              .map(ResourceKey::kind)
              .distinct()
              .filter(each -> !each.equals("*"))
              .sorted()
              .collect(Collectors.joining(", "));
      return none + ", nor about any of its kind; its kinds are " + kinds;
    }
    List<ResourceKey> namesakes = ofKind.stream().filter(key -> key.name().equals(name)).toList();
    return none
        + (namesakes.isEmpty() ? "; of its kind there are " : "; did you mean ")
        + some(namesakes.isEmpty() ? ofKind : namesakes)
        + (namesakes.isEmpty() ? "" : "?");
  }

  private static String some(List<ResourceKey> keys) {
    return keys.stream().limit(SHOWN).map(ResourceKey::toString).collect(Collectors.joining(", "))
        + (keys.size() > SHOWN ? " and %d more".formatted(keys.size() - SHOWN) : "");
  }

  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }

  /** Whether the kind is meant. */
  public boolean isOfKind(ResourceKey key) {
    return key.kind().equalsIgnoreCase(kind) && (group.isEmpty() || group.equals(key.group()));
  }
}
