package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.fidelity.local.Visitor;
import io.meshtwin.fidelity.tls.Identity;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.fidelity.wire.Datagrams;
import io.meshtwin.fidelity.wire.Header;
import io.meshtwin.fidelity.wire.Headers;
import io.meshtwin.fidelity.wire.Line;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.access.TokenRule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends calls to one proxy, each as the client would. Used by one thread. */
final class Sender implements AutoCloseable {
  /** Longer than any time limit that is probed; a hang is a difference, not a wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int TRIES = 3;

  private final ResolvedMesh mesh;
  private final ProxyId proxy;
  private final Addresses addresses;
  private final StandIns certificates;
  private final Visitor visitor = new Visitor(PATIENCE);
  private final Map<List<Object>, Identity> identities = new HashMap<>();
  private long requests;

  /**
   * @param mesh who stands behind Services, for clients without a proxy
   */
  Sender(ResolvedMesh mesh, ProxyId proxy, Addresses addresses, StandIns certificates) {
    this.mesh = mesh;
    this.proxy = proxy;
    this.addresses = addresses;
    this.certificates = certificates;
  }

  long requests() {
    return requests;
  }

  /**
   * Sends a call.
   *
   * @param more headers beside the call's own
   */
  Observed send(Decision decision, List<Header> more) {
    requests++;
    boolean grpc = decision.call().protocol() == Call.Protocol.GRPC;
    try {
      return Observed.Answered.of(exchange(decision, more), grpc);
    } catch (IOException e) {
      return new Observed.Broken(String.valueOf(e.getMessage()));
    }
  }

  private Response exchange(Decision decision, List<Header> more) throws IOException {
    InetSocketAddress address = address(decision);
    return switch (decision.call().protocol()) {
      case UDP -> Datagrams.exchange(address, tries(decision));
      case HTTP, HTTPS, GRPC -> {
        if (!isBytes(decision)) {
          yield visitor.send(line(decision, address), request(decision, more));
        }
        try (var fresh = new Visitor(PATIENCE)) {
          yield fresh.send(line(decision, address), request(decision, more));
        }
      }
      // Bytes are shared out by connection: each has one of its own.
      case TCP, TLS -> {
        try (var fresh = new Visitor(PATIENCE)) {
          yield fresh.send(line(decision, address), Request.get("bytes", "/"));
        }
      }
    };
  }

  /** Whether a proxy passes on what it does not read, whatever the client speaks. */
  static boolean isBytes(Decision decision) {
    return decision.chain() != null && decision.chain().chain().handler() instanceof Handler.Tcp;
  }

  private static boolean readsHttp(Decision decision) {
    return decision.chain() != null && decision.chain().chain().handler() instanceof Handler.Http;
  }

  /** Where no answer is predicted, one that comes shows at once. */
  private static int tries(Decision decision) {
    return decision.verdict().kind() == Verdict.Kind.FORWARDED ? TRIES : 1;
  }

  private Line line(Decision decision, InetSocketAddress address) {
    Call call = decision.call();
    Handshake tls = call.tls();
    Line.Speech speech =
        switch (call.protocol()) {
          case GRPC -> Line.Speech.HTTP_2;
          case TCP -> Line.Speech.BYTES;
          // What is behind ends the TLS itself, and takes HTTP as bytes like any other.
          case TLS -> readsHttp(decision) ? Line.Speech.BYTES : Line.Speech.HTTP_1;
          case HTTP, HTTPS, UDP -> Line.Speech.HTTP_1;
        };
    return new Line(
        address, speech, tls == null ? null : Offers.hello(tls, identity(decision, tls)));
  }

  private @Nullable Identity identity(Decision decision, Handshake tls) {
    if (!(tls.certificate() instanceof ClientCertificate.Described shown)) {
      return null;
    }
    List<ResourceKey> asked = authorities(decision);
    boolean known = shown.trusted() && !asked.isEmpty();
    boolean revoked = Boolean.TRUE.equals(shown.revoked());
    return identities.computeIfAbsent(
        List.of(known ? asked.getFirst() : "", shown.sans(), revoked),
        _ ->
            known
                ? certificates.client(asked.getFirst(), shown.sans(), revoked)
                : certificates.stranger());
  }

  private static List<ResourceKey> authorities(Decision decision) {
    if (decision.chain() != null
        && decision.chain().chain().transport() instanceof Transport.Terminated terminated) {
      ServerTls.ClientValidation clients = terminated.tls().clients();
      return clients == null ? List.of() : clients.authorities();
    }
    return List.of();
  }

  private InetSocketAddress address(Decision decision) {
    if (Clients.bare(decision.call())) {
      return endpoint(decision);
    }
    // Cases without a listener were set aside by the plan.
    var listener = Objects.requireNonNull(decision.listener()).listener();
    return LoopbackMesh.socket(addresses.listen(proxy, listener).addresses().getFirst());
  }

  /** Without a proxy a Service is any of its endpoints, as kube-proxy has it. */
  private InetSocketAddress endpoint(Decision decision) {
    List<Share> shares = decision.verdict().shares();
    Share share = shares.get((int) (requests % shares.size()));
    List<Endpoint> endpoints = share.endpoints();
    Endpoint endpoint = endpoints.get((int) (requests % endpoints.size()));
    var cluster = mesh.cluster(Objects.requireNonNull(share.service()), share.target().subset());
    return LoopbackMesh.socket(addresses.reach(proxy, cluster, endpoint).orElseThrow());
  }

  private Request request(Decision decision, List<Header> more) {
    Call call = decision.call();
    var asked = call.request();
    Headers headers = Headers.NONE.with("Host", asked.authority());
    for (Map.Entry<String, List<String>> header : asked.headers().values().entrySet()) {
      for (String value : header.getValue()) {
        headers = headers.with(header.getKey(), value);
      }
    }
    Token token = call.from().caller().token();
    if (token != null) {
      TokenRule.Header place = Guards.header(decision, token);
      String signed = certificates.tokens().sign(token.claims().toString(), token.valid());
      headers = headers.with(place.name(), place.prefix() + signed);
    }
    for (Header header : more) {
      headers = headers.with(header.name(), header.value());
    }
    // The target of a tunnel is a host and a port, not a path (RFC 9112, 3.2.3).
    boolean tunnel = asked.method().equals("CONNECT");
    return new Request(asked.method(), tunnel ? asked.authority() : asked.target(), headers, "");
  }

  @Override
  public void close() {
    visitor.close();
  }
}
