package io.meshtwin.twin.routing;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual hosts of which one can be had without the others: a sidecar of a large mesh has thousands
 * at a port, and most questions are about a single name. Whoever goes through the list has all of
 * them worked out, once. Unmodifiable; any number of threads may ask.
 */
public final class VirtualHosts extends AbstractList<VirtualHost> {
  private final Function<String, @Nullable VirtualHost> named;
  private final Supplier<List<VirtualHost>> all;

  /**
   * Virtual hosts that are worked out when somebody asks.
   *
   * @param named the one that a name means, equal to the one that is found among all; null for none
   * @param all all of them; asked each time, so it keeps what it made
   */
  public VirtualHosts(
      Function<String, @Nullable VirtualHost> named, Supplier<List<VirtualHost>> all) {
    this.named = named;
    this.all = all;
  }

  /**
   * The virtual host that a name means, as Envoy chooses it; null for none.
   *
   * @param host in lower case, without port
   */
  public @Nullable VirtualHost named(String host) {
    return named.apply(host);
  }

  @Override
  public VirtualHost get(int index) {
    return all.get().get(index);
  }

  @Override
  public int size() {
    return all.get().size();
  }
}
