package io.meshtwin.twin.resolve.istiogateway;

import java.util.List;

/** The names that clients ask for, as Envoy compares them. */
final class ServerNames {
  private static final String ALL = "*";

  private ServerNames() {}

  /**
   * The names of a chain ({@code toFilterChainMatch}): where {@code *} is among them there is no
   * other. Envoy reads what a client asks for in lower case, so that a name with a capital letter
   * is never met.
   *
   * @return empty for names that no client meets
   */
  static List<String> of(List<String> names) {
    return names.contains(ALL)
        ? List.of(ALL)
        : names.stream().filter(name -> name.equals(ServerHost.lower(name))).distinct().toList();
  }
}
