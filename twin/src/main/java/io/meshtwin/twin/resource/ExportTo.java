package io.meshtwin.twin.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The namespaces to which an Istio object, or a Service, is visible ({@code exportTo}).
 *
 * @param written as written; empty where the mesh's default decides
 */
public record ExportTo(List<String> written) {
  /** Every namespace. */
  public static final String ALL = "*";

  /** The object's own namespace. */
  public static final String OWN = ".";

  /** No namespace. */
  public static final String NONE = "~";

  public ExportTo {
    written = List.copyOf(written);
  }

  /** Whether the object says nothing itself. */
  public boolean unsaid() {
    return written.isEmpty();
  }

  /** Whether a namespace sees an object of the namespace {@code own}. */
  public boolean reaches(String namespace, String own) {
    return written.stream().anyMatch(entry -> reaches(entry, namespace, own));
  }

  private static boolean reaches(String entry, String namespace, String own) {
    return switch (entry) {
      case ALL -> true;
      case OWN -> namespace.equals(own);
      case NONE -> false;
      default -> entry.equals(namespace);
    };
  }

  /**
   * Reads {@code exportTo} ({@code validateExportTo}).
   *
   * @param namespace the object's own
   * @param none whether it may be visible to nobody: a ServiceEntry may
   */
  static ExportTo read(Fields spec, String namespace, boolean none) {
    List<String> entries = spec.textList("exportTo");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      String at = "exportTo[" + i + "]";
      if (!seen.add(entry.equals(OWN) ? namespace : entry)) {
        spec.invalid(at, "must be there once, found again");
      }
      if (entry.equals(NONE) ? !none : !valid(entry)) {
        spec.invalid(at, "must be ., * or a namespace's name, found \"" + entry + '"');
      }
      if ((entry.equals(ALL) || entry.equals(NONE)) && entries.size() > 1) {
        spec.invalid(at, "must stand alone");
      }
    }
    return new ExportTo(entries);
  }

  private static boolean valid(String entry) {
    return entry.equals(ALL) || entry.equals(OWN) || IstioForm.LABEL.accepts(entry);
  }
}
