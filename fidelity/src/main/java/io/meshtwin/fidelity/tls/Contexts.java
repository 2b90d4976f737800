package io.meshtwin.fidelity.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS contexts that trust everybody: whom to trust is what the proxy between decides. */
final class Contexts {
  private static final char[] NO_PASSWORD = new char[0];

  private Contexts() {}

  /** With an identity to show, or without one. */
  static SSLContext of(@Nullable Identity identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity == null ? new KeyManager[0] : keys(identity),
          new TrustManager[] {new Everybody()},
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    X509Certificate[] chain = {identity.certificate()};
    store.setKeyEntry("identity", identity.key(), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    // A client shows what it has, even where the server names other authorities.
    KeyManager[] managers = factory.getKeyManagers();
    managers[0] = new Insistent((javax.net.ssl.X509ExtendedKeyManager) managers[0]);
    return managers;
  }

  private static final class Insistent extends javax.net.ssl.X509ExtendedKeyManager {
    private final javax.net.ssl.X509ExtendedKeyManager of;

    Insistent(javax.net.ssl.X509ExtendedKeyManager of) {
      this.of = of;
    }

    @Override
    public String @Nullable [] getClientAliases(
        String type, java.security.Principal @Nullable [] issuers) {
      return of.getClientAliases(type, null);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, java.security.Principal @Nullable [] issuers, @Nullable Socket socket) {
      return of.chooseClientAlias(types, null, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(
        String type, java.security.Principal @Nullable [] issuers) {
      return of.getServerAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, java.security.Principal @Nullable [] issuers, @Nullable Socket socket) {
      return of.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return of.getCertificateChain(alias);
    }

    @Override
    public java.security.@Nullable PrivateKey getPrivateKey(String alias) {
      return of.getPrivateKey(alias);
    }
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
