package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.routing.RouteRule;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What istiod keeps as one VirtualService: one that somebody wrote, with its delegates, or one that
 * it makes of routes of the Gateway API.
 */
public interface Bound {
  /** The namespace that it is of. */
  String namespace();

  /** Its name, by which it is ordered among others of one age. */
  String name();

  /** When it, or the oldest of its routes, was created; null counts as oldest. */
  @Nullable Instant created();

  /** Full names of hosts, maybe with wildcards. */
  List<String> hosts();

  /** Who sees it; nothing said means the mesh's default. */
  ExportTo exportTo();

  /**
   * Whether it is made of routes of the Gateway API ({@code UseGatewaySemantics}): then it acts for
   * its own namespace and for the Service's alone.
   */
  boolean ofRoutes();

  /** The rules for requests that act there, in order; empty where it does not act. */
  List<RouteRule> http(Place place);

  /** The rules for TLS that is passed on, or for other connections, in order. */
  List<StreamChain> streams(Place place, boolean tls);

  /** Adds the hosts that its rules lead proxies of a namespace to. */
  void addLeads(String client, Leads leads);

  /** The full names of hosts that its rules for requests lead to, whoever the client is. */
  Stream<String> leadsTo();

  /** Namespaces of clients that its rules for requests tell from others. */
  Stream<String> namespaces();

  /** {@code configCompareByCreationTime}. */
  Comparator<Bound> OLDEST_FIRST =
      Comparator.<Bound, Instant>comparing(
              bound -> bound.created() == null ? Instant.MIN : bound.created())
          .thenComparing(Bound::name)
          .thenComparing(Bound::namespace);
}
