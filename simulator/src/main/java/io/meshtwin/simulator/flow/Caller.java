package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Token;
import io.meshtwin.twin.resolve.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself to whoever decides whether it may enter.
 *
 * @param serviceAccount what it runs as, null where that is not known
 * @param address its IP address, null where that is not known
 * @param token what its requests carry, null for nothing
 */
public record Caller(
    @Nullable String serviceAccount, @Nullable String address, @Nullable Token token) {
  /** Nothing is known, and its requests carry no token. */
  public static final Caller UNKNOWN = new Caller(null, null, null);

  /** What a workload shows. */
  public static Caller of(Workload workload) {
    String address = workload.addresses().isEmpty() ? null : workload.addresses().getFirst();
    return new Caller(workload.serviceAccount(), address, null);
  }

  /**
   * The same at another address.
   *
   * @param address an IP address, null where it is not known
   */
  public Caller at(@Nullable String address) {
    return new Caller(serviceAccount, address, token);
  }

  /**
   * The same with another token.
   *
   * @param token null for none
   */
  public Caller with(@Nullable Token token) {
    return new Caller(serviceAccount, address, token);
  }
}
