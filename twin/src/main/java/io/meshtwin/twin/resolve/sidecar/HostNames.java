package io.meshtwin.twin.resolve.sidecar;

/**
 * Names of hosts as Istio compares them: exact, or {@code *} and a suffix ({@code
 * pkg/config/host/name.go}).
 */
public final class HostNames {
  private HostNames() {}

  /** Whether every host of one is one of the other's ({@code SubsetOf}). */
  public static boolean isWithin(String one, String other) {
    if (!isWildcard(other)) {
      return one.equals(other);
    }
    if (isWildcard(one)) {
      return one.length() >= other.length() && one.substring(1).endsWith(other.substring(1));
    }
    return one.endsWith(other.substring(1));
  }

  /** Whether both have a host in common ({@code Matches}). */
  public static boolean overlap(String one, String other) {
    return isWithin(one, other) || isWithin(other, one);
  }

  /** Whether it begins with a wildcard. */
  public static boolean isWildcard(String host) {
    return host.startsWith("*");
  }
}
