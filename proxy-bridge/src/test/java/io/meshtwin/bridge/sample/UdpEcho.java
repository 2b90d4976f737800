package io.meshtwin.bridge.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Answers each datagram with its name. */
public final class UdpEcho implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 500;
  private static final int LARGEST = 2048;

  private final DatagramSocket socket;

  private UdpEcho(DatagramSocket socket) {
    this.socket = socket;
  }

  public static UdpEcho named(String name) {
    try {
      var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.ofVirtual().start(() -> answer(socket, name));
      return new UdpEcho(socket);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(DatagramSocket socket, String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try {
      while (!socket.isClosed()) {
        socket.receive(packet);
        socket.send(new DatagramPacket(text, text.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      socket.close();
    }
  }

  /** Sends a datagram from a port of its own; the answer, empty when none comes. */
  public static String ask(int port) {
    byte[] question = {'?'};
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.send(
          new DatagramPacket(
              question,
              question.length,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
      socket.receive(packet);
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    } catch (SocketTimeoutException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }
}
