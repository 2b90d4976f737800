package io.meshtwin.bridge.sample;

import com.google.rpc.Code;
import com.google.rpc.Status;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A real external authorizer, by HTTP and by gRPC, and what it was asked. */
public final class Authorizer implements AutoCloseable {
  private final HttpServer http;
  private final Server grpc;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Starts.
   *
   * @param users who is let in by HTTP, by the header x-user
   * @param calls what is let in by gRPC
   */
  public Authorizer(Predicate<String> users, Predicate<CheckRequest> calls) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", exchange -> answer(exchange, users));
      http.start();
      grpc =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(new Calls(calls))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, Predicate<String> users) throws IOException {
    String user = exchange.getRequestHeaders().getFirst("x-user");
    asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("x-asked"));
    boolean in = user != null && users.test(user);
    exchange.getResponseHeaders().set("x-ok-user", in ? user : "nobody");
    exchange.getResponseHeaders().set("x-why", in ? "known" : "unknown");
    exchange.sendResponseHeaders(in ? 200 : 401, -1);
    exchange.close();
  }

  private final class Calls extends AuthorizationGrpc.AuthorizationImplBase {
    private final Predicate<CheckRequest> calls;

    private Calls(Predicate<CheckRequest> calls) {
      this.calls = calls;
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> answer) {
      asked.add("call " + request.getAttributes().getRequest().getHttp().getPath());
      Code code = calls.test(request) ? Code.OK : Code.PERMISSION_DENIED;
      answer.onNext(
          CheckResponse.newBuilder()
              .setStatus(Status.newBuilder().setCode(code.getNumber()))
              .build());
      answer.onCompleted();
    }
  }

  /** What it was asked so far. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public int httpPort() {
    return http.getAddress().getPort();
  }

  public int grpcPort() {
    return grpc.getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    grpc.shutdownNow();
  }
}
