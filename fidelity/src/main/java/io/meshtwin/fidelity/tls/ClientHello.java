package io.meshtwin.fidelity.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * How a client opens TLS.
 *
 * @param serverName the name it asks for, null for none
 * @param identity what it shows when it is asked, null for nothing
 * @param versions as JSSE names them, for example {@code TLSv1.2}; empty for its own choice
 * @param cipherSuites by their IANA names; empty for its own choice
 * @param protocols what it says that it speaks (ALPN); empty for what is spoken
 */
public record ClientHello(
    @Nullable String serverName,
    @Nullable Identity identity,
    List<String> versions,
    List<String> cipherSuites,
    List<String> protocols) {
  private static final SSLContext ANONYMOUS = Contexts.of(null);

  /** With versions and ciphers of the JDK's own choice. */
  public ClientHello(@Nullable String serverName, @Nullable Identity identity) {
    this(serverName, identity, List.of(), List.of(), List.of());
  }

  /** The same client, which says that it speaks something else. */
  public ClientHello speaking(List<String> others) {
    return new ClientHello(serverName, identity, versions, cipherSuites, others);
  }

  public ClientHello {
    versions = List.copyOf(versions);
    cipherSuites = List.copyOf(cipherSuites);
    protocols = List.copyOf(protocols);
  }

  /**
   * Shakes hands over a connection.
   *
   * @param spoken offered by ALPN where nothing else is to be said
   * @throws IOException when the other side refuses
   */
  public SSLSocket open(Socket socket, List<String> spoken) throws IOException {
    SSLContext context = identity == null ? ANONYMOUS : Contexts.of(identity);
    var secured =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setServerNames(serverName == null ? List.of() : List.of(new Name(serverName)));
    parameters.setApplicationProtocols(
        (protocols.isEmpty() ? spoken : protocols).toArray(String[]::new));
    if (!versions.isEmpty()) {
      parameters.setProtocols(versions.toArray(String[]::new));
    }
    if (!cipherSuites.isEmpty()) {
      parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** Names of Istio's clusters have underscores, which {@code SNIHostName} refuses. */
  private static final class Name extends SNIServerName {
    Name(String serverName) {
      super(StandardConstants.SNI_HOST_NAME, serverName.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
