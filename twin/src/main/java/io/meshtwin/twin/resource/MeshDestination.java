package io.meshtwin.twin.resource;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a VirtualService sends something (Istio's Destination).
 *
 * @param host as it is written; {@link IstioNames#host} gives the full name
 * @param subset of the DestinationRule's, null for the whole
 * @param port the port's number, null for the port that was dialed or the only one
 * @param field the destination's path
 */
public record MeshDestination(
    String host, @Nullable String subset, @Nullable Integer port, String field) {
  private static final int MOST_PORT = 65_535;

  /** The full name of the host, for a resource of this namespace. */
  public String host(String namespace) {
    return IstioNames.host(host, namespace);
  }

  static MeshDestination read(Fields destination) {
    String host = destination.required("host");
    if (destination.has("host")) {
      if (host.equals("*")) {
        destination.invalid("host", "must name a host, found \"*\"");
      } else {
        IstioNames.checkHost(destination, "host", host);
      }
    }
    String subset = destination.text("subset", "");
    IstioNames.checkLabel(destination, "subset", subset.toLowerCase(Locale.ROOT));
    Fields port = destination.object("port");
    Integer number = port.optionalInteger("number", 0, Integer.MAX_VALUE);
    if (destination.has("port") && (number == null || number < 1 || number > MOST_PORT)) {
      port.invalid("number", "must be from 1 to " + MOST_PORT);
    }
    port.done();
    destination.done();
    return new MeshDestination(
        host,
        subset.isEmpty() ? null : subset,
        destination.has("port") ? (number == null ? Integer.valueOf(0) : number) : null,
        destination.path());
  }
}
