package io.meshtwin.twin.resource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From which namespaces routes may attach to a listener, or ListenerSets to a Gateway
 * (RouteNamespaces, ListenerNamespaces).
 *
 * @param from which
 * @param selector what {@link From#SELECTOR} goes by; null selects nothing
 */
public record AllowedNamespaces(From from, @Nullable LabelSelector selector) {
  /** Which namespaces (FromNamespaces). */
  public enum From {
    /** Every one. */
    ALL,
    /** Those whose labels the selector takes. */
    SELECTOR,
    /** The owner's own. */
    SAME,
    /** None. */
    NONE;

    private String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether an object of a namespace may attach.
   *
   * @param owner the namespace of the Gateway or ListenerSet
   * @param namespace the namespace of what wants to attach
   * @param labels of a namespace, by its name
   */
  public boolean admit(
      String owner, String namespace, Function<String, Map<String, String>> labels) {
    return switch (from) {
      case ALL -> true;
      case SELECTOR -> selector != null && selector.takes(labels.apply(namespace));
      case SAME -> owner.equals(namespace);
      case NONE -> false;
    };
  }

  /** Reads a field {@code namespaces}; an unknown word admits nobody, and is a finding. */
  static AllowedNamespaces read(Fields owner, From absent) {
    Fields namespaces = owner.object("namespaces");
    String word =
        namespaces.word(
            "from", absent.word(), Arrays.stream(From.values()).map(From::word).toList());
    LabelSelector selector =
        namespaces.has("selector") ? LabelSelector.read(namespaces.object("selector")) : null;
    namespaces.done();
    return new AllowedNamespaces(
        word == null ? From.NONE : From.valueOf(word.toUpperCase(Locale.ROOT)), selector);
  }
}
