package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host of the registry: a Kubernetes Service, or a ServiceEntry's host at one of its addresses
 * ({@code pilot/pkg/model/service.go}, {@code Service}).
 *
 * @param key the Service, or the host as {@link ServicePort#ofHost} has it
 * @param host the whole name, in lower case
 * @param kubernetes whether it is a Kubernetes Service, which goes before ServiceEntries
 * @param created when; {@link Instant#MIN} where it does not say
 * @param addresses where it is dialed, an IP address or a block of them; empty for nowhere of its
 *     own
 * @param resolution how its endpoints are found
 * @param ports what is dialed
 * @param attributes labels, selector and {@code exportTo}: what tells services of one host apart
 * @param aliases hosts that are other names of it (ExternalName)
 * @param origin the Service or the ServiceEntry
 */
public record MeshService(
    ResourceKey key,
    String host,
    boolean kubernetes,
    Instant created,
    List<String> addresses,
    Resolution resolution,
    List<Port> ports,
    Attributes attributes,
    List<Alias> aliases,
    Origin origin) {
  public MeshService {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    aliases = List.copyOf(aliases);
  }

  /** How endpoints are found ({@code Resolution}). */
  public enum Resolution {
    /** They are known. */
    KNOWN,
    /** DNS is asked. */
    DNS,
    /** The connection goes to the address that the client chose. */
    ORIGINAL,
    /** It is another name of another host. */
    ALIAS,
    /** DNS is asked for the name that the request has. */
    DYNAMIC
  }

  /**
   * A port.
   *
   * @param number what is dialed
   * @param name its name
   * @param protocol what it carries, {@link IstioProtocol#UNSUPPORTED} where the proxy looks
   * @param override the port that the original address is dialed at instead, 0 for the same
   */
  public record Port(int number, String name, IstioProtocol protocol, int override) {
    /** Whether HTTP is read there, for certain or after looking ({@code IsHTTPOrSniffed}). */
    public boolean mayBeHttp() {
      return protocol.isHttp() || protocol == IstioProtocol.UNSUPPORTED;
    }
  }

  /** What tells services of one host apart. */
  public record Attributes(
      Map<String, String> labels, @Nullable Map<String, String> selector, ExportTo exportTo) {}

  /** Another name. */
  public record Alias(String namespace, String host) {}

  /** Its namespace. */
  public String namespace() {
    return key.namespace();
  }

  /** The port with this number, null for none. */
  public @Nullable Port port(int number) {
    return ports.stream().filter(port -> port.number() == number).findFirst().orElse(null);
  }

  /** How others name one of its ports. */
  public ServicePort at(int port) {
    return new ServicePort(key, port);
  }

  /** Where its connections are expected: the first address, null for every address. */
  @Nullable String listenAddress() {
    return addresses.isEmpty() ? null : addresses.getFirst();
  }

  /** The same service with fewer or more ports. */
  MeshService withPorts(List<Port> other) {
    return new MeshService(
        key, host, kubernetes, created, addresses, resolution, other, attributes, aliases, origin);
  }

  /** The same service with other names. */
  MeshService withAliases(List<Alias> other) {
    return new MeshService(
        key, host, kubernetes, created, addresses, resolution, ports, attributes, other, origin);
  }
}
