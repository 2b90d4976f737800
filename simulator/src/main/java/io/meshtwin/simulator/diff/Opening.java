package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call.Protocol;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a client comes to a port: what filter chains tell apart. */
sealed interface Opening {
  /** In words, empty for the usual. */
  String words();

  /** The handshake, null without one. */
  default @Nullable Handshake handshake() {
    return null;
  }

  /** What the client speaks. */
  Protocol protocol(boolean http);

  /** The chains that take it. */
  default List<CompiledChain> chains(List<CompiledListener> listeners) {
    boolean datagrams = this instanceof Datagrams;
    return listeners.stream()
        .filter(listener -> listener.listener().datagrams() == datagrams)
        .map(listener -> listener.chain(handshake(), this instanceof PlainHttp, ""))
        .filter(Objects::nonNull)
        .toList();
  }

  /** A connection without TLS. */
  record Plain() implements Opening {
    @Override
    public String words() {
      return "";
    }

    @Override
    public Protocol protocol(boolean http) {
      return http ? Protocol.HTTP : Protocol.TCP;
    }
  }

  /** A connection without TLS whose first bytes are no HTTP, where a proxy looks. */
  record Bytes() implements Opening {
    @Override
    public String words() {
      return "bytes that are no HTTP";
    }

    @Override
    public Protocol protocol(boolean http) {
      return Protocol.TCP;
    }
  }

  /** A connection without TLS whose first bytes are HTTP, where a proxy looks. */
  record PlainHttp() implements Opening {
    @Override
    public String words() {
      return "HTTP";
    }

    @Override
    public Protocol protocol(boolean http) {
      return Protocol.HTTP;
    }
  }

  /**
   * A connection with TLS.
   *
   * @param names the server names, as a chain has them; {@code *} for any that no other takes
   * @param serverName one of them
   * @param certificate what the client shows
   */
  record Tls(String names, String serverName, Shown certificate) implements Opening {
    @Override
    public String words() {
      String shown =
          switch (certificate) {
            case NOTHING -> "";
            case TRUSTED -> ", with a trusted client certificate";
            case UNTRUSTED -> ", with a client certificate that is not trusted";
          };
      return "TLS for " + (names.equals("*") ? "any other name" : names) + shown;
    }

    @Override
    public Handshake handshake() {
      ClientCertificate shown =
          certificate == Shown.NOTHING
              ? null
              : new ClientCertificate.Described(certificate == Shown.TRUSTED, List.of());
      return new Handshake(serverName, shown);
    }

    @Override
    public Protocol protocol(boolean http) {
      return http ? Protocol.HTTPS : Protocol.TLS;
    }
  }

  /** Datagrams. */
  record Datagrams() implements Opening {
    @Override
    public String words() {
      return "datagrams";
    }

    @Override
    public Protocol protocol(boolean http) {
      return Protocol.UDP;
    }
  }

  /** What a client shows when it is asked for a certificate. */
  enum Shown {
    /** None. */
    NOTHING,
    /** One that the port's authorities sign. */
    TRUSTED,
    /** Another. */
    UNTRUSTED
  }

  /** Every way that the listeners of a port, before and after, tell apart. */
  static List<Opening> of(List<CompiledListener> listeners) {
    var openings = new ArrayList<Opening>();
    var names = new TreeSet<String>();
    boolean plain = listeners.isEmpty();
    boolean looks = false;
    boolean reads = false;
    boolean passes = false;
    for (CompiledListener listener : listeners) {
      for (CompiledChain chain : listener.chains()) {
        boolean any =
            chain.chain().transport() instanceof Transport.Any && !listener.listener().datagrams();
        boolean http = chain.chain().handler() instanceof Handler.Http;
        plain |= any;
        reads |= any && http;
        passes |= any && !http;
        looks |= chain.chain().transport() instanceof Transport.PlainHttp;
        names.addAll(serverNames(chain.chain().transport()));
      }
    }
    if (looks) {
      openings.add(new PlainHttp());
      openings.add(new Bytes());
    } else if (plain) {
      openings.add(new Plain());
    }
    // A port that begins or ceases to read HTTP refuses TLS, or no longer does.
    if (!names.isEmpty() || (reads && passes)) {
      names.add("*");
      names.forEach(name -> openings.addAll(encrypted(name, names, listeners)));
    }
    if (listeners.stream().anyMatch(listener -> listener.listener().datagrams())) {
      openings.add(new Datagrams());
    }
    return openings.isEmpty() ? List.of(new Plain()) : openings;
  }

  private static List<Opening> encrypted(
      String name, SortedSet<String> names, List<CompiledListener> listeners) {
    String serverName = Domains.hostOf(name, names);
    var alone = new Tls(name, serverName, Shown.NOTHING);
    boolean asked =
        listeners.stream()
            .map(listener -> listener.chain(alone.handshake(), false, ""))
            .anyMatch(chain -> chain != null && asks(chain.chain().transport()));
    return asked
        ? List.of(
            alone,
            new Tls(name, serverName, Shown.TRUSTED),
            new Tls(name, serverName, Shown.UNTRUSTED))
        : List.of(alone);
  }

  private static boolean asks(Transport transport) {
    return transport instanceof Transport.Terminated ended && ended.tls().clients() != null;
  }

  private static List<String> serverNames(Transport transport) {
    return switch (transport) {
      case Transport.Any _, Transport.PlainHttp _ -> List.of();
      case Transport.Passthrough tls -> tls.serverNames();
      case Transport.Terminated tls -> tls.serverNames();
    };
  }
}
