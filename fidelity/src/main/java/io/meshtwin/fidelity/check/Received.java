package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.tls.Shown;
import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What a share's backend should receive and how its answer should arrive, beside what did.
 *
 * @param decision what was predicted
 * @param share the one that was drawn
 * @param workloads the headers that every echo workload answers with
 */
record Received(Decision decision, Share share, SortedMap<String, String> workloads) {
  private static final int SWITCHING = 101;

  /** What Envoy tells a workload of its peer's certificate. */
  private static final String PEER = "x-forwarded-client-cert";

  /** Headers that Envoy adds of its own accord and that no route decides. */
  private static final Set<String> ADDED =
      Set.of(
          "x-request-id",
          "x-forwarded-proto",
          "x-forwarded-for",
          "x-envoy-external-address",
          "x-envoy-internal",
          "x-envoy-expected-rq-timeout-ms",
          PEER,
          "content-length",
          "transfer-encoding");

  /** Headers that a run adds to tell requests apart and workloads what to do. */
  private static final String OURS = "x-meshtwin-";

  List<String> differences(Echo echo, Observed.Answered answered) {
    var differences = new Differences();
    tls(differences, echo.tls());
    if (decision.verdict().effect() instanceof Effect.Forward forward && forward.http()) {
      http(differences, echo, answered);
    }
    return differences.lines();
  }

  private void http(Differences differences, Echo echo, Observed.Answered answered) {
    Request expected = expected(echo);
    differences.compare("status", upgraded() ? SWITCHING : 200, answered.response().status());
    // Backends that speak HTTP/1.1 have no trailers to put it in.
    if (decision.call().protocol() == Call.Protocol.GRPC && answered.grpcStatus() >= 0) {
      differences.compare("gRPC status", 0, answered.grpcStatus());
    }
    differences.compare("method", expected.method(), echo.method());
    differences.compare("host", expected.authority(), echo.host());
    differences.compare("path", expected.target(), echo.path());
    identity(differences, echo);
    var wanted = expected.headers().values();
    String carried = token(differences, echo);
    Stream.concat(wanted.keySet().stream(), echo.headers().keySet().stream())
        .distinct()
        .sorted()
        .filter(name -> !ADDED.contains(name) && !name.startsWith(OURS) && !name.equals(carried))
        .forEach(
            name -> differences.header("request header ", name, wanted.get(name), echo.headers()));
    response(differences, answered);
  }

  private Request expected(Echo echo) {
    return share.endpoints().stream()
        .filter(e -> e.name().equals(echo.workload()) && e.port() == echo.port())
        .findFirst()
        .map(endpoint -> decision.verdict().received(share, endpoint))
        .orElseGet(() -> decision.verdict().received(share));
  }

  /** The header that the client put its token into; the workload gets it or not. */
  private String token(Differences differences, Echo echo) {
    Token token = decision.call().from().caller().token();
    if (token == null) {
      return "";
    }
    String name = Guards.header(decision, token).name().toLowerCase(Locale.ROOT);
    boolean predicted =
        Guards.passesGateway(decision, token)
            && decision
                .arrivals()
                .all()
                .filter(a -> a.endpoint().name().equals(echo.workload()))
                .filter(a -> a.endpoint().port() == echo.port())
                .noneMatch(a -> a.told().request().remove().contains(name));
    differences.compare("a token in " + name, predicted, echo.headers().containsKey(name));
    return name;
  }

  /**
   * In mutual TLS a server's proxy that reads requests tells the workload whose certificate it saw.
   */
  private void identity(Differences differences, Echo echo) {
    List<Arrival> mutual =
        decision
            .arrivals()
            .all()
            .filter(a -> a.endpoint().name().equals(echo.workload()))
            .filter(a -> a.endpoint().port() == echo.port())
            .filter(Arrival::mutual)
            .toList();
    String account = decision.call().from().caller().serviceAccount();
    String seen = String.join(",", echo.headers().getOrDefault(PEER, List.of()));
    if (mutual.isEmpty()) {
      differences.compare("the peer that the workload is told of", "", seen);
    } else if (account != null
        && decision.call().from() instanceof Client.InMesh client
        && !seen.isEmpty()) {
      String name = "/ns/" + client.scope().namespace() + "/sa/" + account;
      differences.compare(
          "a peer " + name, true, seen.matches(".*URI=spiffe://[^/;]+" + name + "([;,].*|$)"));
    }
  }

  private boolean upgraded() {
    String upgrade = decision.seen().headers().joined("upgrade");
    return decision.call().protocol() != Call.Protocol.GRPC
        && upgrade != null
        && upgrade.equalsIgnoreCase("websocket");
  }

  private void response(Differences differences, Observed.Answered answered) {
    HeaderChanges changes = decision.verdict().response(share);
    var expected = Headers.of(workloads).changed(changes).values();
    var observed = answered.response().headers().byName();
    Stream.of(expected.keySet().stream(), workloads.keySet().stream(), changes.remove().stream())
        .flatMap(names -> names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .forEach(
            name -> differences.header("response header ", name, expected.get(name), observed));
  }

  /** In TLS of the client's that is passed on, of the proxy's own, or in plain text. */
  private void tls(Differences differences, @org.jspecify.annotations.Nullable Shown shown) {
    boolean passed =
        decision.chain() != null
            && decision.chain().chain().transport() instanceof Transport.Passthrough;
    UpstreamTls tls = share.tls();
    // Detected mutual TLS is spoken to those endpoints that take it.
    // The mesh's ends at the server's proxy.
    boolean own = tls != null && !(tls instanceof UpstreamTls.Mesh);
    boolean spoken =
        tls != null && own && share.endpoints().stream().anyMatch(end -> tls.encrypts(end));
    String expected = tls == null || !spoken ? "plain text" : words(tls);
    if (passed) {
      expected = "TLS to " + decision.call().handshake().serverName();
    }
    String observed = shown == null ? "plain text" : "TLS to " + shown.serverName();
    differences.compare("backend spoken to in", expected, observed);
    if (shown == null) {
      return;
    }
    switch (share.tls()) {
      case UpstreamTls.ByPolicy policy -> {
        boolean certificate = policy.clientCertificate() != null;
        differences.compare("client certificate", certificate, shown.certificate());
      }
      case UpstreamTls.Originated made ->
          differences.compare("client certificate", made.mutual(), shown.certificate());
      case UpstreamTls.Disabled _, UpstreamTls.Mesh _ -> {}
      case null -> {}
    }
  }

  /** Without a name of its own, a request's Host is asked for, unless it is an address. */
  private String words(UpstreamTls tls) {
    boolean http = decision.verdict().effect() instanceof Effect.Forward forward && forward.http();
    if (!(tls instanceof UpstreamTls.Originated made) || !made.sni().isEmpty()) {
      return tls.words();
    }
    // As it is written: Envoy asks for a name in capitals too.
    String host = http ? Authority.withoutPort(decision.verdict().received(share).authority()) : "";
    return "TLS to " + (host.isEmpty() || IpAddress.isOne(host) ? null : host);
  }
}
