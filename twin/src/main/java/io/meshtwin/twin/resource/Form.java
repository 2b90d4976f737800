package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.meshtwin.twin.event.RecentTexts;

/**
 * The forms that Gateway API demands of texts: the types of {@code shared_types.go} and {@code
 * httproute_types.go}, and for ports those of Kubernetes' core API. Expressions are RE2, as the API
 * server's are, so that no value can make a check slow.
 */
enum Form {
  /** Hostname. */
  HOSTNAME("a DNS name in lower case, * only as its first label", 1, 253, "(\\*\\.)?" + Dns.NAME),
  /** PreciseHostname. */
  PRECISE_HOSTNAME("a DNS name in lower case", 1, 253, Dns.NAME),
  /** SectionName. */
  SECTION_NAME("a DNS name in lower case", 1, 253, Dns.NAME),
  /** Group. */
  GROUP("an API group", 0, 253, "|" + Dns.NAME),
  /** The name of most objects (metadata.name). */
  NAME("a DNS name in lower case", 1, 253, Dns.NAME),
  /** The name of a Service; before Kubernetes 1.34 it could not begin with a digit. */
  SERVICE_NAME("a DNS label in lower case", 1, 63, Dns.LABEL),
  /** ServicePort.appProtocol: a name, maybe with a domain before it. */
  APP_PROTOCOL(
      "a name as in http or example.com/name",
      1,
      317,
      "(" + Dns.NAME + "/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]"),
  /** Kind. */
  KIND("a kind", 1, 63, "[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?"),
  /** Namespace. */
  NAMESPACE("a namespace's name", 1, 63, Dns.LABEL),
  /** ObjectName. */
  OBJECT_NAME("an object's name", 1, 253, Dns.ANY),
  /** HeaderName, of which HTTPHeaderName and GRPCHeaderName are made. */
  HEADER_NAME("a header's name", 1, 256, "[A-Za-z0-9!#$%&'*+\\-.^_`|~]+"),
  /** HTTPHeaderMatch.value and HTTPHeader.value. */
  HEADER_VALUE(
      "visible ASCII with single spaces or tabs between", 1, 4096, "[!-~]+([\\t ]?[!-~]+)*"),
  /** GRPCHeaderMatch.value. */
  GRPC_HEADER_VALUE("a header's value", 1, 4096, Dns.ANY),
  /** HTTPQueryParamMatch.value. */
  QUERY_VALUE("a query parameter's value", 1, 1024, Dns.ANY),
  /** HTTPPathMatch.value of any type, and what HTTPPathModifier sets. */
  PATH("a path", 0, 1024, Dns.ANY),
  /** The characters of HTTPPathMatch.value of type Exact and PathPrefix. */
  PLAIN_PATH(
      "made of the characters of a path",
      0,
      1024,
      "([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+"),
  /** GRPCMethodMatch.service and .method of type RegularExpression. */
  GRPC_EXPRESSION("an expression", 0, 1024, Dns.ANY),
  /** GRPCMethodMatch.service of type Exact. */
  GRPC_SERVICE("a service's name", 0, 1024, "(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*"),
  /** GRPCMethodMatch.method of type Exact. */
  GRPC_METHOD("a method's name", 0, 1024, "[A-Za-z_][A-Za-z_0-9]*"),
  /** CORSOrigin. */
  ORIGIN(
      "* or an origin as in https://*.example.com:8443",
      1,
      253,
      "\\*|https?://((\\*\\.)?([a-zA-Z0-9-]+\\.)*[a-zA-Z0-9-]+|\\*)(:[0-9]{1,5})?"),
  /** SessionPersistence.sessionName. */
  SESSION_NAME("a session's name", 0, 128, Dns.ANY),
  /** The name of a Service's port (a DNS label). */
  PORT_NAME("a DNS label in lower case", 1, 63, Dns.LABEL);

  private static final int SHOWN = 100;

  private final String what;
  private final int shortest;
  private final int longest;
  private final Pattern pattern;

  /** Texts that have the form. */
  @SuppressWarnings("ImmutableEnumChecker") // what is remembered changes no answer
  private final RecentTexts known = new RecentTexts(1 << 10);

  /** Parts of expressions; enum constants cannot refer to constants of their own type. */
  private static final class Dns {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String NAME = LABEL + "(\\." + LABEL + ")*";
    private static final String ANY = "(?s).*";
  }

  Form(String what, int shortest, int longest, String pattern) {
    this.what = what;
    this.shortest = shortest;
    this.longest = longest;
    this.pattern = Pattern.compile(pattern);
  }

  /** Reports the field where it is there and has another form; its type is the reader's affair. */
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
    if (!node.isTextual()) {
      return;
    }
    String value = node.asText();
    if (known.known(value) != null) {
      return;
    }
    int length = value.codePointCount(0, value.length());
    if (length < shortest || length > longest) {
      fields.invalid(
          name, "must have from " + shortest + " to " + longest + " characters, has " + length);
    } else if (!pattern.matcher(value).matches()) {
      String shown = length > SHOWN ? value.substring(0, SHOWN) + "..." : value;
      fields.invalid(name, "must be " + what + ", found \"" + shown + '"');
    } else {
      known.remember(value);
    }
  }
}
