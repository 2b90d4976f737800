package io.meshtwin.bridge.sample;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Signs tokens, and serves the public key that they verify with at {@code /keys}. */
public final class TokenIssuer implements AutoCloseable {
  private static final int COORDINATE = 32;

  private final KeyPair keys;
  private final HttpServer server;
  private final boolean tls;
  private final AtomicInteger fetches = new AtomicInteger();

  /**
   * @param tls null for plain text
   */
  public TokenIssuer(@Nullable SSLContext tls) {
    this.tls = tls != null;
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
      if (tls == null) {
        server = HttpServer.create(free, 0);
      } else {
        HttpsServer secure = HttpsServer.create(free, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = secure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC keys", e);
    }
    byte[] body = publicKeys().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Where the keys are. */
  public String uri() {
    return (tls ? "https" : "http") + "://localhost:" + server.getAddress().getPort() + "/keys";
  }

  /** How often they were fetched. */
  public int fetches() {
    return fetches.get();
  }

  /** A token of an issuer. */
  public String sign(String issuer) {
    String content =
        text("{\"alg\":\"ES256\",\"kid\":\"one\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + text(("{\"iss\":\"" + issuer + "\"}").getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + text(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with EC keys", e);
    }
  }

  private String publicKeys() {
    var key = (ECPublicKey) keys.getPublic();
    return """
    {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"one","x":"%s","y":"%s"}]}\
    """
        .formatted(coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  private static String coordinate(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(COORDINATE, signed.length);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE - length, length);
    return text(fixed);
  }

  private static String text(byte[] value) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
