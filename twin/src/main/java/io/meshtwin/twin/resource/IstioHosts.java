package io.meshtwin.twin.resource;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms that Istio's webhook demands of hosts (istio, {@code pkg/config/validation/agent}).
 * Istio's labels may have capital letters.
 */
final class IstioHosts {
  private static final String LABEL = "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?";
  private static final Pattern LABEL_ALONE = Pattern.compile(LABEL);
  private static final Pattern FIRST_LABEL = Pattern.compile("\\*|(\\*-?)?" + LABEL);
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.+)?");
  private static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;

  private IstioHosts() {}

  /**
   * What is wrong with a host of a Gateway's server ({@code ValidateNamespaceSlashWildcardHostname}
   * for a gateway): a name with at least one dot, {@code *} or an address, a namespace before it.
   */
  static @Nullable String wrongInGateway(String host) {
    int slash = host.indexOf('/');
    if (slash < 0) {
      return wrongHost(host);
    }
    String namespace = host.substring(0, slash);
    if (namespace.isEmpty() || slash == host.length() - 1) {
      return "must have both, a namespace and a host, where it has a slash";
    }
    if (!namespace.equals("*") && !namespace.equals(".") && !isLabel(namespace)) {
      return "must begin with a namespace's name, . or *, found \"" + namespace + '"';
    }
    return wrongHost(host.substring(slash + 1));
  }

  private static @Nullable String wrongHost(String host) {
    if (!host.equals("*") && !host.contains(".")) {
      return "must be a whole name, with a dot, found \"" + host + '"';
    }
    if (!isWildcardDomain(host) && !isAddress(host)) {
      return "must be a DNS name, * only as its first label, or an address, found \"" + host + '"';
    }
    if (host.contains("*") && host.length() > 1 && !host.startsWith("*.")) {
      return "must have * only as its whole first label, found \"" + host + '"';
    }
    return null;
  }

  /** {@code ValidateWildcardDomain}. */
  static boolean isWildcardDomain(String domain) {
    if (domain.isEmpty() || domain.length() > LONGEST) {
      return false;
    }
    int dot = domain.indexOf('.');
    String first = dot < 0 ? domain : domain.substring(0, dot);
    return first.length() <= LONGEST_LABEL
        && FIRST_LABEL.matcher(first).matches()
        && (dot < 0 || areLabels(domain.substring(dot + 1)));
  }

  /** {@code ValidateDNS1123Labels}: the last may be empty, and is not a number. */
  private static boolean areLabels(String domain) {
    String[] labels = domain.split("\\.", -1);
    String top = labels[labels.length - 1];
    if (DIGITS.matcher(top).matches()) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      boolean rootDot = i == labels.length - 1 && labels[i].isEmpty();
      if (!rootDot && !isLabel(labels[i])) {
        return false;
      }
    }
    return true;
  }

  /** {@code IsDNS1123Label}. */
  static boolean isLabel(String text) {
    return text.length() <= LONGEST_LABEL && LABEL_ALONE.matcher(text).matches();
  }

  /** Whether it has the form of an IP address. */
  static boolean isAddress(String text) {
    return V4.matcher(text).matches() || V6.matcher(text).matches();
  }
}
