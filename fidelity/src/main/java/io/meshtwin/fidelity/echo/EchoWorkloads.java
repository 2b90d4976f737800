package io.meshtwin.fidelity.echo;

import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.wire.Headers;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.fidelity.wire.Server;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The echo servers of a run. */
public final class EchoWorkloads implements AutoCloseable {
  private static final int SWITCHING = 101;

  private final Headers response;
  private final @Nullable ServerHello tls;
  private final Map<InetSocketAddress, Server> servers = new LinkedHashMap<>();
  private final Map<InetSocketAddress, DatagramEcho> datagrams = new LinkedHashMap<>();
  private final LongAdder received = new LongAdder();
  private final Visits visits = new Visits();

  /**
   * @param response headers that every workload answers with, so that what a route does to a
   *     response shows
   * @param tls how workloads take clients that begin with TLS, null to refuse them
   */
  public EchoWorkloads(SortedMap<String, String> response, @Nullable ServerHello tls) {
    Headers headers = Headers.NONE.with("content-type", "application/json");
    for (var header : response.entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    this.response = headers;
    this.tls = tls;
  }

  /** Workloads that take no TLS. */
  public EchoWorkloads(SortedMap<String, String> response) {
    this(response, null);
  }

  /**
   * Starts a workload; does nothing when something already answers at the address.
   *
   * @param name the endpoint's name
   * @param port the endpoint's port in the mesh
   * @throws java.io.UncheckedIOException when the address cannot be had
   */
  public synchronized void start(String name, int port, InetSocketAddress address) {
    servers.computeIfAbsent(
        address,
        at ->
            Server.start(
                at,
                (request, http2, seen) ->
                    answer(Echo.of(name, port, request, http2, seen), request),
                tls));
  }

  /**
   * Starts a workload that answers datagrams.
   *
   * @throws java.io.UncheckedIOException when the address cannot be had
   */
  public synchronized void startDatagrams(String name, int port, InetSocketAddress address) {
    datagrams.computeIfAbsent(address, at -> DatagramEcho.start(at, name, port));
  }

  /** Requests received so far by all of them. */
  public long received() {
    return received.sum();
  }

  /** Who received which of the requests that carry a {@link Visits#ID}. */
  public Visits visits() {
    return visits;
  }

  /** How many addresses answer. */
  public synchronized int size() {
    return servers.size() + datagrams.size();
  }

  private Response answer(Echo said, Request request) {
    received.increment();
    int status = visits.receive(said);
    String echo = said.toJson();
    if (isWebSocket(request)) {
      Headers switching = response.with("connection", "upgrade").with("upgrade", "websocket");
      return new Response(SWITCHING, switching.with(Echo.HEADER, echo), "");
    }
    Headers headers = request.method().equals("HEAD") ? response.with(Echo.HEADER, echo) : response;
    return new Response(status, headers, echo);
  }

  private static boolean isWebSocket(Request request) {
    return request.headers().first("upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  @Override
  public synchronized void close() {
    servers.values().forEach(Server::close);
    servers.clear();
    datagrams.values().forEach(DatagramEcho::close);
    datagrams.clear();
  }
}
