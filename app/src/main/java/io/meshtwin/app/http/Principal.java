package io.meshtwin.app.http;

import io.javalin.http.Context;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import java.util.regex.Pattern;

/** Who asks, as he says himself. */
public final class Principal {
  /** The header that carries the name. */
  public static final String HEADER = "X-Meshtwin-User";

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+:/-]{0,127}");

  /** What Meshtwin does by itself is signed so. */
  private static final String RESERVED = "meshtwin";

  private Principal() {}

  static String of(Context context) {
    String name = context.header(HEADER);
    if (name == null || !NAME.matcher(name).matches() || name.equals(RESERVED)) {
      throw new RefusalException(
          Kind.INVALID,
          "the header " + HEADER + " has to say who asks",
          "a name of letters, digits and . _ @ + : / -, and not " + RESERVED);
    }
    return name;
  }
}
