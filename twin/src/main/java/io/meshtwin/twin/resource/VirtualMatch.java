package io.meshtwin.twin.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A match of a VirtualService's HTTP rule (Istio's HTTPMatchRequest): every part must hold.
 *
 * @param name appended to the rule's
 * @param uri the path, null for any
 * @param scheme the scheme, null for any
 * @param method the method, null for any
 * @param authority Host as the client writes it, null for any
 * @param headers by name, all of which must hold; also {@code @request.auth.claims} names
 * @param withoutHeaders by name, none of which may hold
 * @param query query parameters by name
 * @param ignoreUriCase whether letters' case does not count in an exact path or a prefix
 * @param source which proxies and ports the match is for
 * @param statPrefix names statistics, nothing else
 * @param field the match's path
 */
public record VirtualMatch(
    String name,
    @Nullable TextMatch uri,
    @Nullable TextMatch scheme,
    @Nullable TextMatch method,
    @Nullable TextMatch authority,
    SortedMap<String, TextMatch> headers,
    SortedMap<String, TextMatch> withoutHeaders,
    SortedMap<String, TextMatch> query,
    boolean ignoreUriCase,
    Source source,
    String statPrefix,
    String field) {
  public VirtualMatch {
    headers = copy(headers);
    withoutHeaders = copy(withoutHeaders);
    query = copy(query);
  }

  private static SortedMap<String, TextMatch> copy(Map<String, TextMatch> given) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(given));
  }

  /**
   * Which proxies and ports a match is for: decided before any request comes.
   *
   * @param port the port dialed, 0 for any
   * @param labels labels that the client's workload has
   * @param namespace the client's, empty for any
   * @param gateways {@code mesh} and Gateways, as they are written; empty for the VirtualService's
   */
  public record Source(
      int port, Map<String, String> labels, String namespace, List<String> gateways) {
    /** All of them. */
    public static final Source ANY = new Source(0, Map.of(), "", List.of());

    public Source {
      labels = Map.copyOf(labels);
      gateways = List.copyOf(gateways);
    }

    private static final int MOST_PORT = 65_535;

    static Source read(Fields match) {
      IstioNames.checkGateways(match, "gateways");
      IstioNames.checkLabel(match, "sourceNamespace", match.text("sourceNamespace", ""));
      return new Source(
          match.integer("port", 0, 0, MOST_PORT),
          match.texts("sourceLabels"),
          match.text("sourceNamespace", ""),
          match.textList("gateways"));
    }
  }

  /** The same match for other proxies and ports. */
  public VirtualMatch with(Source other) {
    return new VirtualMatch(
        name,
        uri,
        scheme,
        method,
        authority,
        headers,
        withoutHeaders,
        query,
        ignoreUriCase,
        other,
        statPrefix,
        field);
  }

  static VirtualMatch read(Fields match) {
    var result =
        new VirtualMatch(
            match.text("name", ""),
            TextMatch.optional(match, "uri", true),
            TextMatch.optional(match, "scheme", false),
            TextMatch.optional(match, "method", false),
            TextMatch.optional(match, "authority", false),
            new TreeMap<>(match.objects("headers", TextMatch::read)),
            new TreeMap<>(match.objects("withoutHeaders", TextMatch::readAbsent)),
            new TreeMap<>(match.objects("queryParams", TextMatch::read)),
            match.flag("ignoreUriCase", false),
            Source.read(match),
            match.text("statPrefix", ""),
            match.path());
    match.done();
    return result;
  }
}
