package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Comparator;

/**
 * What of a client its outbound routing depends on: the namespace decides which consumer routes act
 * (GEP-1294).
 *
 * @param cluster the client's cluster
 * @param namespace the client's namespace
 */
public record ClientScope(String cluster, String namespace) implements Comparable<ClientScope> {
  private static final Comparator<ClientScope> ORDER =
      Comparator.comparing(ClientScope::cluster).thenComparing(ClientScope::namespace);

  /** The scope of clients in a namespace of a mesh with one cluster. */
  public static ClientScope of(String namespace) {
    return new ClientScope(ResourceKey.LOCAL, namespace);
  }

  @Override
  public int compareTo(ClientScope other) {
    return ORDER.compare(this, other);
  }
}
