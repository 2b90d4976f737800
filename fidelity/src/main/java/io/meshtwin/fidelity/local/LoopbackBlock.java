package io.meshtwin.fidelity.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * A block of loopback addresses that this process has for itself: 127.B.0.0/16 for the first B from
 * {@value #FIRST} that no other run holds. Linux answers on all of 127.0.0.0/8; other systems only
 * on 127.0.0.1, where ports alone tell listeners apart.
 */
final class LoopbackBlock implements AutoCloseable {
  private static final int FIRST = 64;
  private static final int LAST = 250;

  /** Held at the block's last address for as long as the block is. */
  private static final int GUARD_PORT = 15399;

  private static final String ONLY = "127.0.0.1";
  private static final int LARGEST = 0xFDFF;

  private final ServerSocket guard;
  private final int second;
  private final Set<Integer> given = new HashSet<>();
  private int taken;

  private LoopbackBlock(ServerSocket guard, int second) {
    this.guard = guard;
    this.second = second;
  }

  /**
   * Takes the first block that is free.
   *
   * @throws IllegalStateException when none is
   */
  static LoopbackBlock claim() throws IOException {
    if (!canListen("127." + FIRST + ".0.1", 0)) {
      return new LoopbackBlock(new ServerSocket(0, 1, InetAddress.ofLiteral(ONLY)), 0);
    }
    for (int second = FIRST; second <= LAST; second++) {
      var guard = new ServerSocket();
      try {
        var at = InetAddress.ofLiteral("127." + second + ".255.254");
        guard.bind(new InetSocketAddress(at, GUARD_PORT));
        return new LoopbackBlock(guard, second);
      } catch (IOException e) {
        guard.close();
      }
    }
    throw new IllegalStateException("no free loopback addresses: 127.64.0.0 to 127.250.255.255");
  }

  /** The next address; the same one again and again where the system has only one. */
  String next() {
    if (second == 0) {
      return ONLY;
    }
    taken++;
    if (taken > LARGEST) {
      throw new IllegalStateException("more than " + LARGEST + " addresses in one run");
    }
    return "127." + second + "." + (taken >> 8) + "." + (taken & 0xFF);
  }

  /** A port to listen on at an address of this block: the wanted one where that is possible. */
  int port(String address, int wanted) {
    if (second == 0) {
      return freePort(address);
    }
    // Ports below 1024 may be kept for root; another one that no Service is likely to have.
    return wanted >= 1024 || canListen(address, wanted) ? wanted : 61_000 + wanted;
  }

  /** Whether a wanted port is had at an address of any block. */
  static boolean keeps(int port) {
    return canListen("127." + FIRST + ".0.1", 0)
        && (port >= 1024 || canListen("127." + (FIRST - 1) + ".255.254", port));
  }

  /** Not one that was given before: what was given may not listen yet. */
  private int freePort(String address) {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new IllegalStateException("no free port on " + address, e);
      }
    }
  }

  private static boolean canListen(String address, int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    guard.close();
  }
}
