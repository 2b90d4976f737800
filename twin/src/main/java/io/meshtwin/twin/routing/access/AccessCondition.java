package io.meshtwin.twin.routing.access;

import java.util.List;

/**
 * What a connection, a request or a token must be like: Envoy's {@code Permission} and {@code
 * Principal} as one small algebra.
 */
public sealed interface AccessCondition {
  /** Always holds. */
  AccessCondition ALWAYS = new All(List.of());

  /** Whether a condition reads where a client before all proxies is ({@code remote_ip}). */
  static boolean readsRemoteIp(AccessCondition condition) {
    return switch (condition) {
      case All all -> all.of().stream().anyMatch(AccessCondition::readsRemoteIp);
      case OneOf oneOf -> oneOf.of().stream().anyMatch(AccessCondition::readsRemoteIp);
      case Not not -> readsRemoteIp(not.of());
      case RemoteIp _ -> true;
      case Permission _, Principal _ -> false;
    };
  }

  /** All of them hold; always, without any. */
  record All(List<AccessCondition> of) implements AccessCondition {
    public All {
      of = List.copyOf(of);
    }
  }

  /** One of them holds; never, without any. */
  record OneOf(List<AccessCondition> of) implements AccessCondition {
    public OneOf {
      of = List.copyOf(of);
    }
  }

  /** It does not hold. */
  record Not(AccessCondition of) implements AccessCondition {}

  /** Part of a {@code Permission}: what is asked for. */
  sealed interface Permission extends AccessCondition {}

  /** Part of a {@code Principal}: who asks. */
  sealed interface Principal extends AccessCondition {}

  /** The path without query ({@code url_path}). */
  record Path(StringMatch match) implements Permission {}

  /**
   * The path without query, by segments ({@code uri_template}).
   *
   * @param template {@code *} is one segment, {@code **} as its last operator any number
   */
  record PathTemplate(String template) implements Permission {}

  /** The method. */
  record Method(StringMatch match) implements Permission {}

  /** Host, with the port where the client wrote one. */
  record Host(StringMatch match) implements Permission {}

  /** The address that the connection goes to. */
  record DestinationIp(AddressRange range) implements Permission {}

  /** The port that the connection goes to: the workload's, not the Service's. */
  record DestinationPort(int port) implements Permission {}

  /** The name that the connection's TLS asks for; without TLS it is empty. */
  record ServerName(StringMatch match) implements Permission {}

  /** Metadata that another filter leaves: nothing that is modelled sets any. */
  record FilterMetadata(String filter, String key) implements Permission {}

  /** A header of the request. */
  record Header(String name, StringMatch match) implements Principal {}

  /**
   * The identity in the peer's certificate ({@code authenticated}): its URI, as in {@code
   * spiffe://cluster.local/ns/shop/sa/cart}. Without a certificate it never holds.
   */
  record Peer(StringMatch match) implements Principal {}

  /** The address that the connection comes from ({@code direct_remote_ip}). */
  record SourceIp(AddressRange range) implements Principal {}

  /** The address of the client before all proxies, as far as they say ({@code remote_ip}). */
  record RemoteIp(AddressRange range) implements Principal {}

  /**
   * A claim of a token that was accepted; without one it never holds.
   *
   * @param path names, from the outermost object
   * @param values one of them must take the claim
   * @param list whether a list is taken too when one of its entries is
   */
  record Claim(List<String> path, List<StringMatch> values, boolean list) implements Principal {
    public Claim {
      path = List.copyOf(path);
      values = List.copyOf(values);
    }
  }
}
