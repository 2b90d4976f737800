package io.meshtwin.fidelity.local;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.tls.Authority;
import io.meshtwin.fidelity.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stands for the agents beside the proxies of a run: hands out the workloads' certificates over
 * SDS, as Istio's and SPIRE's agents do. They are minted when they are asked for, signed by an
 * authority of the run.
 */
public final class WorkloadAgent implements AutoCloseable {
  private static final String CERTIFICATE = "default";
  private static final String AUTHORITIES = "ROOTCA";
  private static final String TYPE =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

  private final Authority authority = Authority.create("meshtwin fidelity mesh");
  private final Map<String, Identity> identities = new ConcurrentHashMap<>();
  private final Function<ProxyId, Optional<String>> names;
  private final Server server;

  private WorkloadAgent(Function<ProxyId, Optional<String>> names) {
    this.names = names;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    this.server = NettyServerBuilder.forAddress(address).addService(new Service()).build();
  }

  /**
   * Serves on a free port of 127.0.0.1.
   *
   * @param names the identity of a proxy's workload, as in {@code spiffe://domain/ns/a/sa/b}; empty
   *     for one that has none
   * @throws UncheckedIOException when no port can be had
   */
  public static WorkloadAgent open(Function<ProxyId, Optional<String>> names) {
    var agent = new WorkloadAgent(names);
    try {
      agent.server.start();
      return agent;
    } catch (IOException e) {
      throw new UncheckedIOException("the agent of certificates cannot listen", e);
    }
  }

  /** Where it is, for a bootstrap. */
  public Bootstrap.Agent address() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return new Bootstrap.Agent.At(host, server.getPort());
  }

  private final class Service extends SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DiscoveryRequest> streamSecrets(
        StreamObserver<DiscoveryResponse> responses) {
      return new Stream(responses);
    }
  }

  /** One proxy asks for one secret or several; what it has once does not change in a run. */
  private final class Stream implements StreamObserver<DiscoveryRequest> {
    private final StreamObserver<DiscoveryResponse> responses;
    private final Set<String> sent = new TreeSet<>();
    private String node = "";

    Stream(StreamObserver<DiscoveryResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(DiscoveryRequest request) {
      if (request.hasNode()) {
        node = request.getNode().getId();
      }
      List<String> asked = request.getResourceNamesList();
      if (!sent.containsAll(asked)) {
        sent.addAll(asked);
        Optional<String> name = ProxyId.parse(node).flatMap(names);
        if (name.isEmpty()) {
          responses.onError(
              Status.PERMISSION_DENIED.withDescription("no workload: " + node).asException());
          return;
        }
        DiscoveryResponse.Builder response =
            DiscoveryResponse.newBuilder()
                .setTypeUrl(TYPE)
                .setVersionInfo("1")
                .setNonce(String.valueOf(sent.size()));
        sent.forEach(secret -> response.addResources(Any.pack(secret(secret, name.get()))));
        responses.onNext(response.build());
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The proxy is gone.
    }

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }

  private Secret secret(String secret, String name) {
    Secret.Builder builder = Secret.newBuilder().setName(secret);
    return switch (secret) {
      case AUTHORITIES ->
          builder
              .setValidationContext(
                  CertificateValidationContext.newBuilder().setTrustedCa(inline(authority.pem())))
              .build();
      case CERTIFICATE -> {
        Identity identity = identities.computeIfAbsent(name, uri -> authority.issue(List.of(uri)));
        yield builder
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(inline(identity.chain()))
                    .setPrivateKey(inline(identity.privateKey())))
            .build();
      }
      default -> throw new IllegalArgumentException("no agent hands out " + secret);
    };
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineString(pem).build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
