package io.meshtwin.bridge.sample;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A workload that answers with its name and the request's target, Host and headers. */
public final class Echo implements AutoCloseable {
  private final HttpServer server;

  private Echo(HttpServer server) {
    this.server = server;
  }

  public static Echo named(String name) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            StringBuilder text = new StringBuilder(name + "\n");
            text.append("target: ").append(exchange.getRequestURI()).append('\n');
            exchange
                .getRequestHeaders()
                .forEach((header, values) ->
                    values.forEach(
                        value -> text.append(header).append(": ").append(value).append('\n')));
            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("x-echo", name);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return new Echo(server);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the echo " + name, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
