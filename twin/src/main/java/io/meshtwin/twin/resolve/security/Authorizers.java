package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.Services;
import io.meshtwin.twin.resource.ExtAuthzProvider;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The external authorizers of MeshConfig with the Services where they are asked ({@code
 * extauthz.go}, processExtensionProvider and getExtAuthz; {@code LookupCluster}).
 */
record Authorizers(MeshImage image, List<ExtAuthzProvider> providers) {
  /**
   * A provider that a policy names.
   *
   * @param authorizer null where istiod does not use it: then what policies take is refused
   * @param problem why it does not; empty where it does
   */
  record Found(@Nullable ExternalAuthorizer authorizer, String problem) {
    private static Found not(String problem) {
      return new Found(null, problem);
    }
  }

  /** Of several providers of one name the last stands, with that as its fault. */
  Found of(@Nullable String name) {
    if (name == null) {
      return Found.not("the policy names no provider");
    }
    List<ExtAuthzProvider> named =
        providers.stream().filter(provider -> provider.name().equals(name)).toList();
    if (named.isEmpty()) {
      return Found.not("MeshConfig has no external authorizer " + name);
    }
    ExtAuthzProvider provider = named.getLast();
    if (named.size() > 1) {
      return Found.not("MeshConfig has several external authorizers " + name);
    }
    return provider.problems().isEmpty()
        ? at(provider)
        : Found.not("external authorizer " + name + ": " + String.join("; ", provider.problems()));
  }

  /** The host's Service; without a namespace the host must be in one alone. */
  private Found at(ExtAuthzProvider provider) {
    String written = provider.service();
    int slash = written.indexOf('/');
    String host = written.substring(slash + 1);
    List<ServicePort> found =
        known(host, provider.port())
            .filter(
                port -> slash < 0 || port.service().namespace().equals(written.substring(0, slash)))
            .toList();
    long namespaces = found.stream().map(port -> port.service().namespace()).distinct().count();
    if (namespaces == 1) {
      return new Found(provider.at(found.getFirst(), host), "");
    }
    String who = "external authorizer " + provider.name();
    return Found.not(
        namespaces == 0
            ? who + ": no service has the host " + written
            : who + ": services of several namespaces have the host " + host);
  }

  private Stream<ServicePort> known(String host, int port) {
    Stream<ServicePort> services =
        image
            .all(Service.class)
            .filter(service -> Services.host(service).equals(host))
            .map(service -> new ServicePort(service.key(), port));
    Stream<ServicePort> entries =
        image
            .all(ServiceEntry.class)
            .filter(entry -> entry.hosts().contains(host))
            .map(ServiceEntry::key)
            .map(key -> ServicePort.ofHost(key.cluster(), key.namespace(), host, port));
    return Stream.concat(services, entries);
  }
}
