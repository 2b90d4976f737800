package io.meshtwin.bridge.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A workload that answers with its name and the request's target, Host and headers. */
public final class Echo implements AutoCloseable {
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final Queue<String> received = new ConcurrentLinkedQueue<>();

  private Echo(HttpServer server, String name) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, name));
    server.start();
  }

  public static Echo named(String name) {
    try {
      return new Echo(HttpServer.create(free(), 0), name);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the echo " + name, e);
    }
  }

  /** Speaks TLS, and asks clients for a certificate. */
  public static Echo secure(String name, SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(free(), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters defaults = tls.getDefaultSSLParameters();
              defaults.setNeedClientAuth(true);
              parameters.setSSLParameters(defaults);
            }
          });
      return new Echo(server, name);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the echo " + name, e);
    }
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The targets of the requests that came, with Host, in their order. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /** A target that begins with {@code /flaky} is unavailable at first. */
  private void answer(HttpExchange exchange, String name) throws IOException {
    String target = exchange.getRequestURI().toString();
    boolean first = !received.contains(seen(exchange, target));
    received.add(seen(exchange, target));
    if (target.startsWith("/flaky") && first) {
      exchange.sendResponseHeaders(UNAVAILABLE, -1);
      exchange.close();
      return;
    }
    StringBuilder text = new StringBuilder(name + "\n");
    text.append("target: ").append(target).append('\n');
    exchange
        .getRequestHeaders()
        .forEach((header, values) ->
            values.forEach(value -> text.append(header).append(": ").append(value).append('\n')));
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("x-echo", name);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String seen(HttpExchange exchange, String target) {
    return exchange.getRequestHeaders().getFirst("host") + " " + target;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
