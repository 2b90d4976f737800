package io.meshtwin.fidelity.wire;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends datagrams. */
public final class Datagrams {
  private static final int LARGEST = 1500;
  private static final int PATIENCE_MS = 300;

  private Datagrams() {}

  /**
   * Sends a datagram from a port of its own and waits for the answer; tries again, for nobody
   * promises that a datagram arrives.
   *
   * @param tries how often
   * @return the answer's text with status 200
   * @throws IOException when no answer comes
   */
  public static Response exchange(InetSocketAddress address, int tries) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MS);
      for (int i = 0; i < tries; i++) {
        socket.send(new DatagramPacket(new byte[] {'?'}, 1, address));
        try {
          var answer = new DatagramPacket(new byte[LARGEST], LARGEST);
          socket.receive(answer);
          String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
          return new Response(200, Headers.NONE, text);
        } catch (SocketTimeoutException e) {
          // Once more.
        }
      }
      throw new IOException("no datagram comes back");
    }
  }
}
