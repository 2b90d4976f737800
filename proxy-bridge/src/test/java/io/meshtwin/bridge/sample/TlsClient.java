package io.meshtwin.bridge.sample;

import io.meshtwin.testkit.tls.Minted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Connects with TLS to a port of 127.0.0.1, trusts one authority, and may show a certificate. */
public final class TlsClient {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext context;

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  public static TlsClient trusting(String authorities) {
    return new TlsClient(context(authorities, null));
  }

  /** Shows a certificate when it is asked for one. */
  public static TlsClient trusting(String authorities, Minted own) {
    return new TlsClient(context(authorities, own));
  }

  /** A context that trusts authorities and, where it is given one, shows a certificate. */
  public static SSLContext context(String authorities, @Nullable Minted own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", certificate(authorities));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own == null ? null : store(own), NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore store(Minted own) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String key = own.key().replaceAll("-----[A-Z ]+-----", "");
    store.setKeyEntry(
        "own",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key))),
        NO_PASSWORD,
        new Certificate[] {certificate(own.chain())});
    return store;
  }

  private static Certificate certificate(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Sends a GET, and checks that the server has a certificate for the name.
   *
   * @param sni the name that is asked for
   * @throws UncheckedIOException when the handshake fails, or the connection is closed
   */
  public RawHttp get(int port, String sni, String host, String path) {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return RawHttp.get(socket, host, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
