package io.meshtwin.fidelity.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** A backend's side of TLS: it takes everybody, asks for a certificate, and tells what it saw. */
public final class ServerHello {
  private static final String HTTP2 = "h2";

  private final SSLContext context;

  public ServerHello(Identity identity) {
    context = Contexts.of(identity);
  }

  /**
   * Shakes hands.
   *
   * @param consumed bytes of the client that have been read already
   */
  public SSLSocket accept(Socket socket, byte[] consumed) throws IOException {
    var secured =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(consumed), true);
    secured.setUseClientMode(false);
    secured.setWantClientAuth(true);
    secured.setHandshakeApplicationProtocolSelector((_, offered) ->
        offered.contains(HTTP2) ? HTTP2 : offered.isEmpty() ? "" : offered.getFirst());
    secured.startHandshake();
    return secured;
  }

  /** What the client of a finished handshake showed. */
  public static Shown shown(SSLSocket secured) {
    String asked = null;
    if (secured.getSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        asked = name instanceof SNIHostName host ? host.getAsciiName() : asked;
      }
    }
    return new Shown(asked, showed(secured));
  }

  private static boolean showed(SSLSocket secured) {
    try {
      return secured.getSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }
}
