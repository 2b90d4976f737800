package io.meshtwin.fidelity.local;

import io.meshtwin.bridge.xds.Address;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import io.meshtwin.twin.routing.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A mesh's endpoints and addresses on this machine: an echo workload answers at each endpoint from
 * the moment that a proxy is told of it.
 *
 * @param workloads who answers
 * @param addresses where, to be given to a bridge
 * @param redirects what hands connections to proxies before workloads
 */
public record LoopbackMesh(
    EchoWorkloads workloads, LoopbackAddresses addresses, Redirects redirects)
    implements AutoCloseable {
  /**
   * Claims addresses until closed; workloads take no TLS.
   *
   * @param response headers that every workload answers with
   * @throws IOException when this machine has no loopback addresses to give
   */
  public static LoopbackMesh open(SortedMap<String, String> response) throws IOException {
    return open(new EchoWorkloads(response));
  }

  /**
   * Claims addresses until closed.
   *
   * @param workloads who answers
   * @throws IOException when this machine has no loopback addresses to give
   */
  public static LoopbackMesh open(EchoWorkloads workloads) throws IOException {
    return open(workloads, LoopbackAddresses.Doors.NONE);
  }

  /**
   * Claims addresses until closed.
   *
   * @param workloads who answers
   * @param doors which proxies run before workloads
   * @throws IOException when this machine has no loopback addresses to give
   */
  public static LoopbackMesh open(EchoWorkloads workloads, LoopbackAddresses.Doors doors)
      throws IOException {
    var redirects = new Redirects(new ConcurrentLinkedQueue<>());
    return new LoopbackMesh(
        workloads, LoopbackAddresses.claim(doors, new Opening(workloads, redirects)), redirects);
  }

  /** The redirects of a run. */
  record Redirects(Queue<Redirect> all) {}

  /** Starts what answers at an address. */
  private record Opening(EchoWorkloads workloads, Redirects redirects)
      implements LoopbackAddresses.Opened {
    @Override
    public void endpoint(Endpoint endpoint, Address at, boolean datagrams) {
      if (datagrams) {
        workloads.startDatagrams(endpoint.name(), endpoint.port(), socket(at));
      } else {
        workloads.start(endpoint.name(), endpoint.port(), socket(at));
      }
    }

    @Override
    public void redirected(Address front, Address proxy, Address workload) {
      redirects.all().add(Redirect.start(socket(front), socket(proxy), socket(workload)));
    }
  }

  /** The same address, for sockets. */
  public static InetSocketAddress socket(Address address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address.ip()), address.port());
  }

  @Override
  public void close() throws IOException {
    redirects.all().forEach(Redirect::close);
    workloads.close();
    addresses.close();
  }
}
