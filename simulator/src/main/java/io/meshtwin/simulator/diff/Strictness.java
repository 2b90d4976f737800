package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.TlsParameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much a proxy asks of clients that open TLS. */
final class Strictness {
  private Strictness() {}

  /** More is stricter. */
  static int of(@Nullable ClientValidation clients) {
    if (clients == null) {
      return 0;
    }
    return switch (clients.demand()) {
      case FALLBACK -> 0;
      case OPTIONAL -> 1;
      case SHOWN -> 2;
      case REQUIRED -> 3;
    };
  }

  /** Whether versions or ciphers are taken that were not before. */
  static boolean loosened(TlsParameters before, TlsParameters after) {
    boolean ciphers =
        !before.cipherSuites().isEmpty()
            && !after.cipherSuites().isEmpty()
            && !Set.copyOf(before.cipherSuites()).containsAll(after.cipherSuites());
    return after.least().compareTo(before.least()) < 0 || ciphers;
  }
}
