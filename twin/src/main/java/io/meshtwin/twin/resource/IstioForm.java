package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The forms that Istio demands of texts: its CRDs' schemas, and what its webhook checks ({@code
 * pkg/config/validation}).
 */
enum IstioForm {
  /** {@code ValidateFQDN}. */
  FQDN("a DNS name", IstioForm::isName),
  /** {@code ValidateWildcardDomain}: {@code *} may stand for a whole first label or begin it. */
  WILDCARD_DOMAIN("a DNS name, * only in its first label", IstioForm::isWildcardName),
  /** {@code ValidateIPSubnet}. */
  ADDRESS("an IP address or a block of them", a -> IpAddress.isOne(a) || IpAddress.isBlock(a)),
  /** {@code ValidateIPAddress}. */
  IP("an IP address", IpAddress::isOne),
  /** {@code IsDNS1123Label}, which lets capital letters pass. */
  LABEL("a DNS label", IstioForm::isLabel),
  /** {@code ValidateProtocol}; the empty one is found out by looking. */
  PROTOCOL("a protocol that Istio knows", IstioForm::isProtocol),
  /** {@code ValidateNamespaceSlashWildcardHostname} of a Sidecar. */
  SIDECAR_HOST("namespace/dnsName, either of which may be *", IstioForm::isSidecarHost),
  /** WorkloadEntry.address. */
  SHORT("at most 256 characters", text -> text.length() <= 256),
  /** WorkloadEntry.network and .locality. */
  LONG("at most 2048 characters", text -> text.length() <= 2048),
  /** WorkloadEntry.serviceAccount. */
  ACCOUNT("at most 253 characters", text -> text.length() <= 253);

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_LABEL = 63;

  private final String what;

  // Each is a method without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> form;

  private static final class Patterns {
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?");
    private static final Pattern WILDCARD =
        Pattern.compile("\\*|(\\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?");
  }

  IstioForm(String what, Predicate<String> form) {
    this.what = what;
    this.form = form;
  }

  /** The form in words. */
  String what() {
    return what;
  }

  boolean accepts(String value) {
    return form.test(value);
  }

  /** Reports a text of another form; its type is the reader's affair. */
  void check(Fields fields, String name) {
    check(fields, name, fields.raw(name));
  }

  /** Reports the entries of a list that have another form. */
  void checkEach(Fields fields, String name) {
    JsonNode list = fields.raw(name);
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      check(fields, name + "[" + i + "]", list.get(i));
    }
  }

  private void check(Fields fields, String name, JsonNode node) {
    if (node.isTextual() && !form.test(node.asText())) {
      fields.invalid(name, "must be " + what + ", found \"" + node.asText() + '"');
    }
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_NAME && labels(text);
  }

  /** {@code ValidateDNS1123Labels}: one dot may end the name. */
  private static boolean labels(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String top = text.substring(text.lastIndexOf('.') + 1);
    boolean numeric = !top.isEmpty() && top.chars().allMatch(c -> c >= '0' && c <= '9');
    return !numeric && List.of(name.split("\\.", -1)).stream().allMatch(IstioForm::isLabel);
  }

  private static boolean isLabel(String text) {
    return text.length() <= LONGEST_LABEL && Patterns.LABEL.matcher(text).matches();
  }

  private static boolean isWildcardName(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NAME) {
      return false;
    }
    int dot = text.indexOf('.');
    String first = dot < 0 ? text : text.substring(0, dot);
    return first.length() <= LONGEST_LABEL
        && Patterns.WILDCARD.matcher(first).matches()
        && (dot < 0 || labels(text.substring(dot + 1)));
  }

  private static boolean isProtocol(String text) {
    return text.isEmpty() || IstioProtocol.of(text) != IstioProtocol.UNSUPPORTED;
  }

  private static boolean isSidecarHost(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String excluded = text.substring(0, slash);
    String namespace = excluded.startsWith("~") ? excluded.substring(1) : excluded;
    String host = text.substring(slash + 1);
    return !excluded.isEmpty()
        && (Set.of("", "*", ".").contains(namespace) || isLabel(namespace))
        && (host.equals("*") || (host.indexOf('.') >= 0 && isWholeWildcard(host)));
  }

  /** {@code ValidatePartialWildCard}. */
  private static boolean isWholeWildcard(String text) {
    return isWildcardName(text) && (text.indexOf('*') < 0 || text.startsWith("*."));
  }
}
