package io.meshtwin.twin.routing.access;

import io.meshtwin.twin.routing.ServicePort;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service that is asked whether a request or a connection may go on (Envoy's {@code ext_authz};
 * MeshConfig's {@code envoyExtAuthzHttp} and {@code envoyExtAuthzGrpc}).
 *
 * @param provider its name in MeshConfig
 * @param service where it is asked
 * @param timeout how long it may take
 * @param onError what holds where it cannot be asked
 * @param body how much of a request's body it is shown, null for nothing
 * @param protocol how it is asked
 */
public record ExternalAuthorizer(
    String provider,
    ServicePort service,
    Duration timeout,
    OnError onError,
    @Nullable Body body,
    Protocol protocol) {
  /**
   * What holds where it cannot be asked.
   *
   * @param open whether all goes on ({@code failOpen})
   * @param status what a request is answered otherwise, 100 to 599; a connection is closed
   */
  public record OnError(boolean open, int status) {
    /** What a request is answered where nobody says it. */
    public static final int FORBIDDEN = 403;
  }

  /**
   * What it is shown of a request's body.
   *
   * @param maximum bytes at most
   * @param partial whether what is longer is shown in part; otherwise it is answered with 413
   * @param packed whether it stands in {@code raw_body}
   */
  public record Body(int maximum, boolean partial, boolean packed) {}

  /** How it is asked. */
  public sealed interface Protocol {}

  /**
   * By {@code envoy.service.auth.v3.Authorization}.
   *
   * @param host the authority of calls
   */
  public record Grpc(String host) implements Protocol {}

  /**
   * By a request like the one that is asked about: 200 lets it go on.
   *
   * @param host the service's name
   * @param pathPrefix stands before the request's path
   * @param headers of requests and answers
   */
  public record Http(String host, String pathPrefix, Headers headers) implements Protocol {}

  /**
   * Which headers are carried on; names are compared without regard to case.
   *
   * @param shown of the request, beside those that are always shown; empty for no others
   * @param added to what is asked
   * @param onward of the answer, to the request that goes on
   * @param denying of the answer, to a client that is denied; empty for all
   * @param allowing of the answer, to a client that is not
   */
  public record Headers(
      List<StringMatch> shown,
      SortedMap<String, String> added,
      List<StringMatch> onward,
      List<StringMatch> denying,
      List<StringMatch> allowing) {
    public Headers {
      shown = List.copyOf(shown);
      added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
      onward = List.copyOf(onward);
      denying = List.copyOf(denying);
      allowing = List.copyOf(allowing);
    }
  }
}
