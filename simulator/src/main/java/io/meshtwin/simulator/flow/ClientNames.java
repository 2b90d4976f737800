package io.meshtwin.simulator.flow;

import java.util.List;

/** The names that a client's certificate must have (Envoy, match_typed_subject_alt_names). */
final class ClientNames {
  private ClientNames() {}

  /**
   * Whether the certificate has one of the names; a wildcard in it stands for one label.
   *
   * @param asked empty for any
   * @param had the certificate's
   */
  static boolean meet(List<String> asked, List<String> had) {
    return asked.isEmpty()
        || asked.stream().anyMatch(name -> had.stream().anyMatch(own -> is(own, name)));
  }

  private static boolean is(String own, String name) {
    if (own.equals(name)) {
      return true;
    }
    int dot = name.indexOf('.');
    return own.startsWith("*.") && dot > 0 && own.substring(1).equals(name.substring(dot));
  }
}
