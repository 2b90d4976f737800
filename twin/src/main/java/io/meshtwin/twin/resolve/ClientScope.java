package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a client its outbound routing depends on: the namespace decides which consumer routes act
 * (GEP-1294) and, in Istio, what is visible; labels choose among Istio's objects.
 *
 * @param cluster the client's cluster
 * @param namespace the client's namespace
 * @param labels only those that something in the mesh reads of its clients, so that scopes stay few
 * @param meshed whether a sidecar takes what the client sends; otherwise it meets plain Kubernetes
 * @param capture what of it the sidecar does not see
 */
public record ClientScope(
    String cluster,
    String namespace,
    SortedMap<String, String> labels,
    boolean meshed,
    Capture capture)
    implements Comparable<ClientScope> {
  private static final Comparator<ClientScope> ORDER =
      Comparator.comparing(ClientScope::cluster)
          .thenComparing(ClientScope::namespace)
          .thenComparing(ClientScope::labels, ClientScope::compareLabels)
          .thenComparing(ClientScope::meshed)
          .thenComparing(ClientScope::capture);

  public ClientScope {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** The scope of clients whose sidecar, if they have one, sees everything. */
  public ClientScope(
      String cluster, String namespace, SortedMap<String, String> labels, boolean meshed) {
    this(cluster, namespace, labels, meshed, Capture.ALL);
  }

  /** The scope of clients with a sidecar, where nothing reads their labels. */
  public ClientScope(String cluster, String namespace) {
    this(cluster, namespace, new TreeMap<>(), true);
  }

  /** The scope of clients in a namespace of a mesh with one cluster. */
  public static ClientScope of(String namespace) {
    return new ClientScope(ResourceKey.LOCAL, namespace);
  }

  /** The same scope with these labels, of which the caller knows that something reads them. */
  public ClientScope with(Map<String, String> labels) {
    return new ClientScope(cluster, namespace, new TreeMap<>(labels), meshed, capture);
  }

  /** The same scope in another namespace. */
  ClientScope in(String other) {
    return new ClientScope(cluster, other, labels, meshed, capture);
  }

  /** The same scope, of which the sidecar sees this. */
  public ClientScope with(Capture other) {
    return new ClientScope(cluster, namespace, labels, meshed, other);
  }

  /** Whether a sidecar takes what the client sends to a port. */
  public boolean meshedAt(int port) {
    return meshed && !capture.bypasses(port);
  }

  /** Most often neither has any. */
  private static int compareLabels(SortedMap<String, String> one, SortedMap<String, String> other) {
    return one.isEmpty() && other.isEmpty() ? 0 : one.toString().compareTo(other.toString());
  }

  @Override
  public int compareTo(ClientScope other) {
    return ORDER.compare(this, other);
  }
}
