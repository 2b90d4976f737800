package io.meshtwin.bridge.rollout;

import io.meshtwin.bridge.ledger.Refusal;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a push ended. */
public sealed interface Rollout {
  /**
   * Every proxy runs the new state.
   *
   * @param proxies those that ACKed all of it, sorted
   * @param left those that disconnected meanwhile; they get the new state when they come back
   */
  record Converged(List<ProxyId> proxies, List<ProxyId> left) implements Rollout {
    public Converged {
      proxies = List.copyOf(proxies);
      left = List.copyOf(left);
    }
  }

  /**
   * The previous state stands.
   *
   * @param reason one sentence that names proxy, resource and the proxy's own words
   * @param refusal the NACK, null when a wave did not converge in time
   * @param returned the proxies that had been given the new state
   * @param restored whether all of these run the previous state again; otherwise they are told to
   *     and have not answered
   */
  record RolledBack(
      String reason, @Nullable Refusal refusal, List<ProxyId> returned, boolean restored)
      implements Rollout {
    public RolledBack {
      returned = List.copyOf(returned);
    }
  }
}
