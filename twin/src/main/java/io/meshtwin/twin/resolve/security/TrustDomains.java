package io.meshtwin.twin.resolve.security;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identities in policies, for all domains that count as the mesh's own ({@code
 * pilot/pkg/security/trustdomain/bundle.go}).
 *
 * @param names the trust domain, then its aliases
 */
record TrustDomains(List<String> names) {
  /** Stands for the mesh's own domain, whatever its name. */
  private static final String LOCAL = "cluster.local";

  private static final int PARTS = 5;

  TrustDomains {
    names = List.copyOf(names);
  }

  static TrustDomains of(SecuritySettings settings) {
    return new TrustDomains(
        Stream.concat(Stream.of(settings.trustDomain()), settings.aliases().stream()).toList());
  }

  /** Identities as in {@code domain/ns/namespace/sa/account} (ReplaceTrustDomainAliases). */
  List<String> principals(List<String> given) {
    var result = new ArrayList<String>();
    for (String principal : given) {
      String domain = principal.substring(0, Math.max(0, principal.indexOf('/')));
      boolean checked = principal.split("/", -1).length == PARTS && !domain.equals("*");
      if (checked && (domain.equals(LOCAL) || names.stream().anyMatch(n -> meet(domain, n)))) {
        result.addAll(replaced(principal, domain));
      } else {
        result.add(principal);
      }
    }
    return result;
  }

  /** Domains alone (ExpandTrustDomainAliases). */
  List<String> domains(List<String> given) {
    var result = new LinkedHashSet<String>();
    for (String domain : given) {
      result.addAll(names.contains(domain) ? names : List.of(domain));
    }
    return List.copyOf(result);
  }

  private List<String> replaced(String principal, String domain) {
    String rest = principal.substring(domain.length());
    var result = new LinkedHashSet<String>();
    for (String name : names) {
      result.add(ends(name, domain) ? principal : name + rest);
    }
    return List.copyOf(result);
  }

  private static boolean meet(String a, String b) {
    return a.equals(b) || b.equals("*") || begins(a, b) || begins(b, a) || ends(a, b) || ends(b, a);
  }

  private static boolean begins(String text, String pattern) {
    return pattern.endsWith("*") && text.startsWith(pattern.substring(0, pattern.length() - 1));
  }

  private static boolean ends(String text, String pattern) {
    return pattern.startsWith("*") && text.endsWith(pattern.substring(1));
  }
}
