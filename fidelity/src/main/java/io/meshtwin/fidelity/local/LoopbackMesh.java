package io.meshtwin.fidelity.local;

import io.meshtwin.bridge.xds.Address;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SortedMap;

/**
 * A mesh's endpoints and addresses on this machine: an echo workload answers at each endpoint from
 * the moment that a proxy is told of it.
 *
 * @param workloads who answers
 * @param addresses where, to be given to a bridge
 */
public record LoopbackMesh(EchoWorkloads workloads, LoopbackAddresses addresses)
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
    return new LoopbackMesh(
        workloads,
        LoopbackAddresses.claim((endpoint, at, datagrams) -> {
          if (datagrams) {
            workloads.startDatagrams(endpoint.name(), endpoint.port(), socket(at));
          } else {
            workloads.start(endpoint.name(), endpoint.port(), socket(at));
          }
        }));
  }

  /** The same address, for sockets. */
  public static InetSocketAddress socket(Address address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address.ip()), address.port());
  }

  @Override
  public void close() throws IOException {
    workloads.close();
    addresses.close();
  }
}
