package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.ProxySettings;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a workload's connections its sidecar does not see, by annotations of its Pods ({@code
 * tools/istio-iptables}).
 *
 * @param bypassed ports: what is dialed there leaves in plain, past the sidecar
 * @param unread why it is not known what the sidecar does; empty where it is
 */
public record Capture(SortedSet<Integer> bypassed, String unread) implements Comparable<Capture> {
  /** The sidecar sees everything. */
  public static final Capture ALL = new Capture(new TreeSet<>(), "");

  private static final String TRAFFIC = "traffic.sidecar.istio.io/";
  private static final String SETTINGS = "proxy.istio.io/config";
  private static final String EXCLUDED_IN = TRAFFIC + "excludeInboundPorts";
  private static final String INCLUDED_IN = TRAFFIC + "includeInboundPorts";
  private static final String EVERYTHING = "*";
  private static final Comparator<Capture> ORDER =
      Comparator.comparing(Capture::unread).thenComparing(c -> c.bypassed().toString());

  /** Annotations that decide about addresses or devices, or replace what is injected. */
  private static final List<String> WHOLE =
      List.of(
          "inject.istio.io/templates",
          "istio.io/reroute-virtual-interfaces",
          "sidecar.istio.io/bootstrapOverride",
          TRAFFIC + "excludeInterfaces",
          TRAFFIC + "excludeOutboundIPRanges",
          TRAFFIC + "kubevirtInterfaces");

  private static final String INCLUDED_ADDRESSES = TRAFFIC + "includeOutboundIPRanges";
  private static final String MODE = "sidecar.istio.io/interceptionMode";

  public Capture {
    bypassed = Collections.unmodifiableSortedSet(new TreeSet<>(bypassed));
  }

  /** What the annotations of a Pod, or of a Pod's template, say. */
  static Capture of(Map<String, String> annotations) {
    String ports = annotations.getOrDefault(TRAFFIC + "excludeOutboundPorts", "");
    String whole = whole(annotations);
    return new Capture(ports(ports), whole == null ? "" : whole + " of the client's Pods");
  }

  /** The same, where something else makes it unknown what the sidecar does. */
  Capture doubted(String why) {
    return unread.isEmpty() ? new Capture(bypassed, why) : this;
  }

  /** What holds before a change and after it; unknown where they are not alike. */
  public Capture and(Capture other) {
    return equals(other) ? this : new Capture(bypassed, "what the change alters of annotations");
  }

  /** Whether what is dialed at a port passes the sidecar by. */
  boolean bypasses(int port) {
    return bypassed.contains(port);
  }

  /**
   * The annotation by which connections to a port may pass the sidecar by, null for none: clients
   * speak mutual TLS to the workload all the same.
   */
  static @Nullable String inbound(Map<String, String> annotations, int port) {
    if (ports(annotations.getOrDefault(EXCLUDED_IN, "")).contains(port)) {
      return EXCLUDED_IN;
    }
    String included = annotations.getOrDefault(INCLUDED_IN, EVERYTHING);
    return included.equals(EVERYTHING) || ports(included).contains(port)
        ? whole(annotations)
        : INCLUDED_IN;
  }

  private static @Nullable String whole(Map<String, String> annotations) {
    boolean some = !annotations.getOrDefault(INCLUDED_ADDRESSES, EVERYTHING).equals(EVERYTHING);
    boolean none = annotations.getOrDefault(MODE, "").equals("NONE");
    return Stream.of(
            WHOLE.stream().filter(name -> !annotations.getOrDefault(name, "").isEmpty()),
            some ? Stream.of(INCLUDED_ADDRESSES) : Stream.<String>empty(),
            none ? Stream.of(MODE) : Stream.<String>empty(),
            settings(annotations.getOrDefault(SETTINGS, "")))
        .flatMap(names -> names)
        .findFirst()
        .orElse(null);
  }

  private static Stream<String> settings(String yaml) {
    List<String> deciding = ProxySettings.deciding(yaml);
    return deciding == null
        ? Stream.of(SETTINGS)
        : deciding.stream().map(field -> field + " in " + SETTINGS);
  }

  private static SortedSet<Integer> ports(String list) {
    var result = new TreeSet<Integer>();
    Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(port -> port.matches("[0-9]{1,5}"))
        .forEach(port -> result.add(Integer.parseInt(port)));
    return result;
  }

  /** Scopes of clients are looked up for every request, and most capture everything. */
  @Override
  public int hashCode() {
    return bypassed.isEmpty() ? unread.hashCode() : bypassed.hashCode() * 31 + unread.hashCode();
  }

  @Override
  public int compareTo(Capture other) {
    return this == other ? 0 : ORDER.compare(this, other);
  }
}
