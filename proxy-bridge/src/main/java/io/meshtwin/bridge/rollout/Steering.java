package io.meshtwin.bridge.rollout;

import io.meshtwin.bridge.xds.ProxyId;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;

/** Moves proxies between the previous and the new state. */
public interface Steering {
  /** The proxies connected now. */
  SortedSet<ProxyId> connected();

  /**
   * From now on these are meant to run the new state.
   *
   * @return the version of the configuration that each converges to; without those that the new
   *     state does not have
   */
  SortedMap<ProxyId, String> advance(Collection<ProxyId> proxies);

  /** From now on these are meant to run the previous state again; returns as {@link #advance}. */
  SortedMap<ProxyId, String> restore(Collection<ProxyId> proxies);
}
