package io.meshtwin.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** The console's files. */
public final class Console {
  /** Nothing but the server's own files runs in the page, and nobody frames it. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " frame-ancestors 'none'; base-uri 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "tables.js", "text/javascript; charset=utf-8",
          "console.css", "text/css; charset=utf-8");

  /**
   * A file of the console.
   *
   * @param type its media type
   * @param content its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared never
  public record Page(String type, byte[] content) {}

  private Console() {}

  /** The names of all files; {@code index.html} is the page. */
  public static Iterable<String> names() {
    return TYPES.keySet();
  }

  /** A file by its name. */
  public static Page page(String name) {
    String type = Objects.requireNonNull(TYPES.get(name), name);
    try (InputStream file = Console.class.getResourceAsStream(name)) {
      return new Page(type, Objects.requireNonNull(file, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
