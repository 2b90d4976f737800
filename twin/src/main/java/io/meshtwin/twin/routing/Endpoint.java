package io.meshtwin.twin.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that answers.
 *
 * @param name {@code ns/pod}; the workload's {@code ns/name} where there are only templates; {@code
 *     address:port} where nothing is known but that
 * @param address an IP address, empty where there are only templates
 * @param port the port that the workload listens on
 * @param workload {@code ns/name} of the owner, the name itself where there is none
 * @param weight positive: the replicas that a template stands for, otherwise 1
 * @param traits what proxies know of it besides
 */
public record Endpoint(
    String name, String address, int port, String workload, int weight, Traits traits)
    implements Comparable<Endpoint> {
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::name)
          .thenComparing(Endpoint::address)
          .thenComparingInt(Endpoint::port);

  /**
   * What proxies know of an endpoint.
   *
   * @param mutual whether it takes mutual TLS of the mesh: it has a sidecar (the label {@code
   *     security.istio.io/tlsMode: istio}), and no PeerAuthentication disables it at the port
   * @param place {@code region/zone/subzone} where an entry of Istio's says it; empty where its
   *     workload does
   * @param labels of an entry of Istio's, those by which endpoints are preferred; empty where its
   *     workload has them
   */
  public record Traits(boolean mutual, String place, SortedMap<String, String> labels) {
    /** No mutual TLS, and where the workload is. */
    public static final Traits NONE = new Traits(false, "", Collections.emptySortedMap());

    public Traits {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  public Endpoint {
    if (weight <= 0) {
      throw new IllegalArgumentException("an endpoint needs a positive weight, not " + weight);
    }
  }

  /** One that takes no mutual TLS. */
  public Endpoint(String name, String address, int port, String workload, int weight) {
    this(name, address, port, workload, weight, Traits.NONE);
  }

  /** One where its workload is. */
  public Endpoint(
      String name, String address, int port, String workload, int weight, boolean mutual) {
    this(
        name,
        address,
        port,
        workload,
        weight,
        new Traits(mutual, "", Collections.emptySortedMap()));
  }

  /** Whether it takes mutual TLS of the mesh. */
  public boolean mutual() {
    return traits.mutual();
  }

  /** The same, taking mutual TLS or not. */
  public Endpoint with(boolean mutual) {
    var other = new Traits(mutual, traits.place(), traits.labels());
    return new Endpoint(name, address, port, workload, weight, other);
  }

  /** The same with another weight. */
  public Endpoint weighing(int other) {
    return new Endpoint(name, address, port, workload, other, traits);
  }

  /** The weights of all of them. */
  public static int weight(Collection<Endpoint> endpoints) {
    int weight = 0;
    for (Endpoint endpoint : endpoints) {
      weight += endpoint.weight;
    }
    return weight;
  }

  /** Whether nobody says where it is: an entry of Istio's that has a network and no address. */
  public boolean unplaced() {
    return name.equals(":" + port);
  }

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }
}
