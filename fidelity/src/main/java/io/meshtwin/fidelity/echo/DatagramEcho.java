package io.meshtwin.fidelity.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** A workload that answers each datagram with who it is. */
final class DatagramEcho implements AutoCloseable {
  private static final int LARGEST = 1500;

  private final DatagramSocket socket;
  private final byte[] answer;

  private DatagramEcho(DatagramSocket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer;
  }

  static DatagramEcho start(InetSocketAddress address, String name, int port) {
    try {
      var echo = new Echo(name, port, "", "", "", new TreeMap<>(), false, null);
      var server =
          new DatagramEcho(
              new DatagramSocket(address), echo.toJson().getBytes(StandardCharsets.UTF_8));
      Thread.ofVirtual().name("datagrams " + address).start(server::serve);
      return server;
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // Closed, or a client that is gone; the loop's condition tells.
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
