package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Service ports that names of clusters mean: this bridge's ({@code ns/name:port}) and istiod's
 * ({@code outbound|port|subset|host}). Any other cluster is a host of its own name.
 */
final class ServiceNames {
  private static final Pattern ISTIO =
      Pattern.compile("(?:outbound|inbound)(?:_\\.)?\\|(\\d+)\\|([^|]*)\\|(.*)");
  private static final Pattern SERVICE = Pattern.compile("([^.]+)\\.([^.]+)\\.svc\\..*");
  private static final Pattern OWN =
      Pattern.compile("(?:([^~/]+)~)?(?:Hostname~)?([^~]+):(\\d+)(?:/.*)?");
  private static final String HOST = "Hostname~";

  private ServiceNames() {}

  static ServicePort of(String cluster) {
    Matcher istio = ISTIO.matcher(cluster);
    if (istio.matches() && !istio.group(3).isEmpty()) {
      return host(istio.group(3), Integer.parseInt(istio.group(1)));
    }
    Matcher own = OWN.matcher(cluster);
    if (own.matches()) {
      int port = Integer.parseInt(own.group(3));
      boolean host = cluster.contains(HOST);
      String at = own.group(1) == null || host ? ResourceKey.LOCAL : own.group(1);
      String name = own.group(2);
      int slash = name.indexOf('/');
      return host || slash < 0
          ? ServicePort.ofHost(at, "", name, port)
          : service(at, name.substring(0, slash), name.substring(slash + 1), port);
    }
    return ServicePort.ofHost(ResourceKey.LOCAL, "", cluster, 0);
  }

  /** The part of an Istio cluster's name that is a host; empty for other names. */
  static String host(String cluster) {
    Matcher istio = ISTIO.matcher(cluster);
    return istio.matches() ? istio.group(3) : "";
  }

  private static ServicePort host(String host, int port) {
    Matcher service = SERVICE.matcher(host);
    return service.matches()
        ? service(ResourceKey.LOCAL, service.group(2), service.group(1), port)
        : ServicePort.ofHost(ResourceKey.LOCAL, "", host, port);
  }

  private static ServicePort service(String cluster, String namespace, String name, int port) {
    return new ServicePort(new ResourceKey(cluster, "", "Service", namespace, name), port);
  }
}
