package io.meshtwin.fidelity.echo;

import io.meshtwin.fidelity.wire.Headers;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.fidelity.wire.Server;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;

/** The echo servers of a run. */
public final class EchoWorkloads implements AutoCloseable {
  private final Headers response;
  private final Map<InetSocketAddress, Server> servers = new LinkedHashMap<>();
  private final LongAdder received = new LongAdder();

  /**
   * @param response headers that every workload answers with, so that what a route does to a
   *     response shows
   */
  public EchoWorkloads(SortedMap<String, String> response) {
    Headers headers = Headers.NONE.with("content-type", "application/json");
    for (var header : response.entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    this.response = headers;
  }

  /**
   * Starts a workload; does nothing when something already answers at the address.
   *
   * @param name the endpoint's name
   * @throws java.io.UncheckedIOException when the address cannot be had
   */
  public synchronized void start(String name, InetSocketAddress address) {
    servers.computeIfAbsent(address, at -> Server.start(at, request -> answer(name, request)));
  }

  /** Requests received so far by all of them. */
  public long received() {
    return received.sum();
  }

  /** How many addresses answer. */
  public synchronized int size() {
    return servers.size();
  }

  private Response answer(String name, Request request) {
    received.increment();
    String echo = Echo.of(name, request).toJson();
    Headers headers = request.method().equals("HEAD") ? response.with(Echo.HEADER, echo) : response;
    return new Response(200, headers, echo);
  }

  @Override
  public synchronized void close() {
    servers.values().forEach(Server::close);
    servers.clear();
  }
}
