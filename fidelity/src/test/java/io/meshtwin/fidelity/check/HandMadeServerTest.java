package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.bridge.dump.ConfigDump;
import io.meshtwin.bridge.dump.DumpReader;
import io.meshtwin.bridge.dump.EndpointNames;
import io.meshtwin.bridge.xds.Address;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.fidelity.local.Visitor;
import io.meshtwin.fidelity.tls.Authority;
import io.meshtwin.fidelity.tls.ClientHello;
import io.meshtwin.fidelity.tls.Identity;
import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.tls.TokenKeys;
import io.meshtwin.fidelity.wire.Line;
import io.meshtwin.fidelity.wire.Line.Speech;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.Doorman;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.access.Wire;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workload's proxy that no bridge configured, run by a real Envoy: who is let in is what the
 * doorman says over its dump. Every port meets every kind of connection and of request.
 */
@UsesEnvoy
class HandMadeServerTest {
  private static final ProxyId PROXY = ProxyId.sidecar("shop", "cart");
  private static final ResourceKey POD =
      new ResourceKey(ResourceKey.LOCAL, "", "Pod", "shop", "cart");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CODEC = 400;
  private static final int SHOWN = 5;

  /** Whatever comes to it, and some code is asked that is not modelled. */
  private static final int READS_HTTP = 4040;

  /** 8081 has no chain of its own, as most ports. */
  private static final List<Integer> PORTS =
      List.of(8080, 9000, 6060, 7000, 7001, 7500, 5050, 15006, READS_HTTP, 8081);

  /** Asks for tokens. */
  private static final int TOKENS = 3030;

  private static final TokenKeys KEYS = new TokenKeys();
  private static final Authority MESH = Authority.create("mesh");
  private static final Map<String, Identity> PEERS =
      Map.of(
          "spiffe://cluster.local/ns/shop/sa/web", issued("ns/shop/sa/web"),
          "spiffe://cluster.local/ns/ops/sa/probe", issued("ns/ops/sa/probe"),
          "spiffe://cluster.local/ns/far/sa/away", issued("ns/far/sa/away"));

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  HandMadeServerTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  private static Identity issued(String name) {
    return MESH.issue(List.of("spiffe://cluster.local/" + name));
  }

  /** A kind of connection, as the simulator sees it and as it is opened. */
  private record Opening(
      Wire wire, @Nullable String peer, Speech speech, @Nullable ClientHello tls) {
    static Opening plain(boolean http) {
      return new Opening(Wire.plain(http, false), null, speech(http), null);
    }

    static Opening mesh(boolean http, String peer) {
      Wire wire = Wire.mesh(http, false, "cart.shop");
      ClientHello hello = new ClientHello("cart.shop", PEERS.get(peer)).speaking(wire.protocols());
      return new Opening(wire, peer, speech(http), hello);
    }

    static Opening tls(boolean http, List<String> protocols, @Nullable Identity identity) {
      var wire = new Wire(Wire.Kind.CLIENT_TLS, protocols, "cart.shop");
      ClientHello hello = new ClientHello("cart.shop", identity).speaking(protocols);
      return new Opening(wire, null, speech(http), hello);
    }

    private static Speech speech(boolean http) {
      return http ? Speech.HTTP_1 : Speech.BYTES;
    }

    boolean http() {
      return speech != Speech.BYTES;
    }
  }

  private static List<Opening> openings() {
    var all = new ArrayList<Opening>();
    for (boolean http : List.of(true, false)) {
      all.add(Opening.plain(http));
      PEERS.keySet().stream().sorted().forEach(peer -> all.add(Opening.mesh(http, peer)));
      all.add(Opening.tls(http, List.of("http/1.1"), null));
      all.add(Opening.tls(http, List.of("istio"), null));
      Identity stranger = Authority.create("other").issue(List.of("spiffe://cluster.local/x"));
      all.add(Opening.tls(http, List.of("istio-http/1.1"), stranger));
    }
    return all;
  }

  private static List<Request> requests() {
    var all = new ArrayList<Request>();
    for (String path : List.of("/", "/open", "/open/shut", "/t/a/x", "/t/a/b/x")) {
      all.add(Request.get("cart.shop", path));
    }
    Request open = Request.get("cart.shop", "/open");
    all.add(new Request("POST", "/open", open.headers(), ""));
    all.add(Request.get("PUBLIC.shop:8080", "/"));
    all.add(with(open, "x-group", "bad"));
    all.add(with(with(open, "x-group", "bad"), "x-pass", ""));
    return all;
  }

  private static Request with(Request request, String name, String value) {
    return new Request(
        request.method(), request.target(), request.headers().with(name, value), request.body());
  }

  private record Carried(@Nullable Token token, Request request) {}

  /** Requests to the port that asks for tokens, with each kind of token in each place. */
  private static List<Carried> carried() {
    var all = new ArrayList<Carried>();
    for (String rule :
        List.of(
            "/free",
            "/must",
            "/named",
            "/audience",
            "/any",
            "/maybe",
            "/maybenot",
            "/lax",
            "/",
            "/header",
            "/both")) {
      for (String path : List.of(rule, rule + "/inner")) {
        for (Token token : tokens()) {
          Request plain = Request.get("cart.shop", path);
          all.add(carrying(token, plain));
          all.add(carrying(token, with(plain, "x-asked", "yes")));
        }
        all.add(new Carried(null, Request.get("cart.shop", path)));
      }
    }
    return all;
  }

  private static List<Token> tokens() {
    var all = new ArrayList<Token>();
    for (String issuer : List.of("one", "two", "four")) {
      for (String more : List.of("", "aud", "scope", "org")) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", "https://" + issuer + ".example");
        switch (more) {
          case "aud" -> claims.putArray("aud").add("other").add("shop");
          case "scope" -> claims.put("scope", "good bad");
          case "org" -> claims.putObject("org").put("id", "abc");
          default -> {}
        }
        all.add(new Token("https://" + issuer + ".example", claims, true));
      }
    }
    Token first = all.getFirst();
    all.add(new Token(first.issuer(), first.claims(), false));
    return all;
  }

  private static Carried carrying(Token token, Request request) {
    String signed = KEYS.sign(token.claims().toString(), token.valid());
    return new Carried(token, with(request, "authorization", "Bearer " + signed));
  }

  @Test
  void aWorkloadIsEnteredAsTheDumpSays() throws Exception {
    var tally = new Tally();
    var workload = new EchoWorkloads(new TreeMap<>(), new ServerHello(issued("ns/shop/sa/cart")));
    try (LoopbackMesh local = LoopbackMesh.open(workload, (_, _) -> Optional.of(PROXY))) {
      Map<Integer, InetSocketAddress> fronts = fronts(local);
      String bootstrap = bootstrap(local);
      try (var process = EnvoyProcess.start(envoy, "hand-made", bootstrap, directory)) {
        process.awaitReady(LIMIT);
        ServerSide server = server(process.admin("/config_dump?include_eds"));
        for (int port : PORTS) {
          for (Opening opening : openings()) {
            for (Request request : requests()) {
              compare(server, port, opening, new Carried(null, request), fronts, tally);
            }
          }
        }
        for (Carried carried : carried()) {
          compare(server, TOKENS, Opening.plain(true), carried, fronts, tally);
        }
      }
    }
    System.out.printf("%d agree, %d unknown%n", tally.agreed, tally.unknown);
    assertThat(tally.differing.stream().limit(SHOWN)).isEmpty();
    assertThat(tally.agreed).isGreaterThan(1000);
    assertThat(tally.unknownAt.keySet()).containsOnly(READS_HTTP, TOKENS);
  }

  private static final class Tally {
    private final List<String> differing = new ArrayList<>();
    private final Map<Integer, Integer> unknownAt = new HashMap<>();
    private int agreed;
    private int unknown;
  }

  private static void compare(
      ServerSide server,
      int port,
      Opening opening,
      Carried carried,
      Map<Integer, InetSocketAddress> fronts,
      Tally tally) {
    Request request = carried.request();
    Outcome predicted =
        new Doorman()
            .ask(
                server.inbound(port),
                opening.wire(),
                shown(port, opening, request),
                carried.token());
    if (predicted instanceof Outcome.Undecided) {
      tally.unknown++;
      tally.unknownAt.merge(port, 1, Integer::sum);
      return;
    }
    String expected =
        switch (predicted) {
          case Outcome.Taken _ -> "200";
          case Outcome.Refused refused when refused.status() != null -> "" + refused.status();
          // A workload knows no mutual TLS of the mesh; the one that stands for it here does.
          case Outcome.Refused refused
              when port != READS_HTTP && refused.words().contains("does not end the TLS") ->
              "200";
          case Outcome.Refused _, Outcome.Undecided _ -> "closed";
        };
    var line = new Line(Objects.requireNonNull(fronts.get(port)), opening.speech(), opening.tls());
    String observed = send(line, request);
    if (expected.equals(observed)) {
      tally.agreed++;
    } else {
      tally.differing.add(
          "%d %s %s %s %s: %s, not %s %s"
              .formatted(
                  port,
                  opening.wire(),
                  opening.peer(),
                  request.target(),
                  carried,
                  observed,
                  expected,
                  predicted));
    }
  }

  private static String send(Line line, Request request) {
    try (var visitor = new Visitor(LIMIT)) {
      int status = visitor.send(line, request).status();
      // What is no HTTP is told so, and the connection ends.
      return status == CODEC ? "closed" : "" + status;
    } catch (IOException e) {
      return "closed";
    }
  }

  private static Shown shown(int port, Opening opening, Request request) {
    var connection =
        new Shown.Connection(
            opening.peer(), true, "127.0.0.1", null, port, opening.wire().serverName());
    Shown.Http http =
        new Shown.Http(
            request.method(),
            request.headers().first("host").orElseThrow(),
            request.target(),
            name -> request.headers().first(name).stream().toList());
    return new Shown(connection, opening.http() ? http : null, null);
  }

  private static Map<Integer, InetSocketAddress> fronts(LoopbackMesh local) {
    var fronts = new HashMap<Integer, InetSocketAddress>();
    for (int port : Stream.concat(PORTS.stream(), Stream.of(TOKENS)).toList()) {
      var endpoint = new Endpoint("shop/cart", "", port, "shop/cart", 1);
      var service = ServicePort.ofHost(ResourceKey.LOCAL, "", "cart", port);
      var cluster = new Cluster(service, Cluster.Protocol.HTTP, List.of(endpoint), List.of());
      Address front = local.addresses().reach(PROXY, cluster, endpoint).orElseThrow();
      fronts.put(port, LoopbackMesh.socket(front));
    }
    return fronts;
  }

  private static String bootstrap(LoopbackMesh local) throws IOException {
    String text;
    try (InputStream in = HandMadeServerTest.class.getResourceAsStream("proxy-server.yaml")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    Identity own = issued("ns/shop/sa/cart");
    Address entrance = local.addresses().entrance(PROXY).orElseThrow().at();
    return text.replace("${front}", entrance.ip())
        .replace("${chain}", own.chain().replace("\n", "\\n"))
        .replace("${key}", own.privateKey().replace("\n", "\\n"))
        .replace("${keys}", KEYS.publicKeys())
        .replace("${authorities}", MESH.pem().replace("\n", "\\n"));
  }

  private static ServerSide server(String dump) {
    ConfigDump parsed = ConfigDump.parse(dump, "hand-made");
    return Objects.requireNonNull(
        DumpReader.read(parsed, Role.SIDECAR, POD, "", EndpointNames.UNKNOWN).server());
  }
}
