package io.meshtwin.testkit.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The users of one API server with their tokens, made anew for each, and the key that signs service
 * account tokens.
 */
final class Credentials {
  /**
   * The group of {@code alice} and {@code bob}: may do everything, but not as {@code
   * system:masters}.
   */
  static final String ENGINEERS = "meshtwin:engineers";

  /** The group of {@code reader}: may get, list and watch, and nothing else. */
  static final String READERS = "meshtwin:readers";

  private static final Map<String, String> GROUPS =
      Map.of("admin", "system:masters", "alice", ENGINEERS, "bob", ENGINEERS, "reader", READERS);

  private final Map<String, String> tokens = new TreeMap<>();

  Credentials() {
    SecureRandom random = new SecureRandom();
    for (String user : GROUPS.keySet()) {
      byte[] token = new byte[16];
      random.nextBytes(token);
      tokens.put(user, HexFormat.of().formatHex(token));
    }
  }

  String token(String user) {
    String token = tokens.get(user);
    if (token == null) {
      throw new IllegalArgumentException("no user " + user + "; there are " + tokens.keySet());
    }
    return token;
  }

  /** Writes the static token file, one line {@code token,user,uid,"group"} per user. */
  Path writeTokens(Path directory) throws IOException {
    StringBuilder lines = new StringBuilder();
    tokens.forEach((user, token) ->
        lines.append("%s,%s,%s,\"%s\"%n".formatted(token, user, user, GROUPS.get(user))));
    return Files.writeString(directory.resolve("tokens.csv"), lines);
  }

  /**
   * Writes a private key for service account tokens; the API server reads the public half from the
   * same file.
   */
  static Path writeSigningKey(Path directory) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String text =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      return Files.writeString(
          directory.resolve("service-accounts.pem"),
          "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no RSA keys", e);
    }
  }
}
