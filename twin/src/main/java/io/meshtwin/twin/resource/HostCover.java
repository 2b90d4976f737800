package io.meshtwin.twin.resource;

import java.util.Locale;

/** Host names with a wildcard in front, compared as istiod does (pkg/config/host). */
public final class HostCover {
  private HostCover() {}

  /** Whether some name is one of both ({@code Name.Matches}). */
  public static boolean meet(String one, String other) {
    return covers(one, other) || covers(other, one);
  }

  /** Whether all names of {@code narrow} are among those of {@code wide} ({@code SubsetOf}). */
  public static boolean covers(String wide, String narrow) {
    String all = wide.toLowerCase(Locale.ROOT);
    String some = narrow.toLowerCase(Locale.ROOT);
    if (!all.startsWith("*")) {
      return all.equals(some);
    }
    String suffix = all.substring(1);
    return some.startsWith("*")
        ? some.length() >= all.length() && some.substring(1).endsWith(suffix)
        : some.length() >= suffix.length() && some.endsWith(suffix);
  }
}
