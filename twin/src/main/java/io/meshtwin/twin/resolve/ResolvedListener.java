package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import io.meshtwin.twin.resource.GatewayListener;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a Gateway or of one of its ListenerSets, with all that decides whether it serves.
 *
 * @param owner the Gateway or the ListenerSet
 * @param listener as it is written
 * @param conflict whether it is distinct from the others
 * @param kinds kinds of routes that it takes: those of its protocol, or those of them that it names
 * @param kindsProblem whether it names a kind that its protocol does not have
 * @param security its side of TLS
 */
public record ResolvedListener(
    Metadata owner,
    GatewayListener listener,
    ListenerConflict conflict,
    List<RouteKind> kinds,
    boolean kindsProblem,
    ListenerSecurity security) {
  public ResolvedListener {
    kinds = List.copyOf(kinds);
  }

  /** Which hosts, in the form in which they are compared. */
  String hostname() {
    return Hostnames.normal(listener.hostname());
  }

  /** A name that no other listener of the Gateway has. */
  public String name() {
    return owner.key().kind().equals("Gateway")
        ? listener.name()
        : owner.key().qualifiedName() + "/" + listener.name();
  }

  /** Whether both are the same listener of the same Gateway. */
  boolean is(ResolvedListener other) {
    return name().equals(other.name());
  }

  /** Whether the protocol is one of the Gateway API's own. */
  public boolean supported() {
    return !RouteKinds.of(listener.protocol()).isEmpty();
  }

  /** Whether it is valid as it is written (condition Accepted). */
  public boolean accepted() {
    return supported()
        && conflict == ListenerConflict.NONE
        && !security.withoutAuthority()
        && listener.port() > 0;
  }

  /** Whether it takes traffic (condition Programmed). */
  public boolean serves() {
    return accepted() && !kinds.isEmpty() && (!security.terminates() || security.usable());
  }

  /** Where it is written. */
  Origin origin() {
    return new Origin(owner.key(), listener.field(), owner.source(listener.field()));
  }

  /** Its side of a TLS handshake; null where TLS does not end here. */
  @Nullable ServerTls tls() {
    return security.tls();
  }
}
