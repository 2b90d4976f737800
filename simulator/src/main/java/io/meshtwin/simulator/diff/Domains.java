package io.meshtwin.simulator.diff;

import java.util.SortedSet;

/** Names that stand for the domains of which they are: exact ones, {@code *.suffix}, {@code *}. */
final class Domains {
  private Domains() {}

  /** A host that the domain takes and no closer one of {@code domains} does. */
  static String hostOf(String domain, SortedSet<String> domains) {
    if (!domain.startsWith("*")) {
      return domain.endsWith("*") ? domain.substring(0, domain.length() - 1) + "invalid" : domain;
    }
    String suffix = domain.equals("*") ? ".invalid" : domain.substring(1);
    String label = "any";
    while (taken(label + suffix, domain, domains)) {
      label += "x";
    }
    return label + suffix;
  }

  private static boolean taken(String host, String own, SortedSet<String> domains) {
    return domains.stream()
        .filter(domain -> !domain.equals(own) && domain.length() >= own.length())
        .anyMatch(domain ->
            domain.equals(host) || (domain.startsWith("*.") && host.endsWith(domain.substring(1))));
  }
}
