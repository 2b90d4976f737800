package io.meshtwin.twin.resource;

import java.util.Map;

/**
 * Where a workload is; each part is empty where it is not known.
 *
 * @param region the widest
 * @param zone a part of it
 * @param subzone a part of that
 */
public record Locality(String region, String zone, String subzone) {
  /** Nowhere in particular. */
  public static final Locality NONE = new Locality("", "", "");

  private static final String LABEL = "topology.istio.io/locality";
  private static final String OLD_LABEL = "istio-locality";
  private static final String ANY = "*";

  /** What {@code region/zone/subzone} says, or the beginning of it. */
  public static Locality of(String written) {
    String[] parts = written.split("/", -1);
    return new Locality(
        parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
  }

  /** All three parts, as {@link #of(String)} reads them. */
  public String written() {
    return region + "/" + zone + "/" + subzone;
  }

  /**
   * What a workload's own labels say, {@link #NONE} where they say nothing; points stand for
   * slashes, which values of labels cannot have ({@code GetLocalityLabel}, {@code
   * SanitizeLocalityLabel}).
   */
  public static Locality of(Map<String, String> labels) {
    String label = labels.containsKey(LABEL) ? labels.get(LABEL) : labels.get(OLD_LABEL);
    String written = label == null ? "" : label;
    return of(written.contains("/") ? written : written.replace('.', '/'));
  }

  /** Whether a rule means it, that names a region and perhaps more ({@code LocalityMatch}). */
  public boolean isIn(String rule) {
    Locality meant = of(rule);
    return (meant.region.equals(ANY) || meant.region.equals(region))
        && (meant.zone.isEmpty() || meant.zone.equals(ANY) || meant.zone.equals(zone))
        && (meant.subzone.isEmpty() || meant.subzone.equals(ANY) || meant.subzone.equals(subzone));
  }
}
