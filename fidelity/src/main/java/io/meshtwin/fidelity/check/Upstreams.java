package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.tls.Identity;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The TLS that proxies speak to backends in one run.
 *
 * @param names that a backend must have in its certificate
 * @param authorities that sign it
 */
record Upstreams(Set<String> names, Set<ResourceKey> authorities) {
  static Upstreams of(Plan plan) {
    var names = new TreeSet<String>();
    var authorities = new HashSet<ResourceKey>();
    plan.steps().values().stream()
        .flatMap(List::stream)
        .map(step -> step.predicted().verdict())
        .forEach(verdict -> {
          Stream.concat(
                  verdict.shares().stream().map(Share::target),
                  verdict.copies().stream().map(Copy::target))
              .flatMap(target -> Stream.ofNullable(target.tls()))
              .distinct()
              .forEach(tls -> add(tls, names, authorities));
          // Where a DestinationRule says no sni, the name of each request is asked for.
          verdict.shares().stream()
              .filter(share -> share.tls() instanceof UpstreamTls.Originated)
              .map(share -> Authority.host(verdict.received(share).authority()))
              .forEach(names::add);
        });
    names.remove("");
    return new Upstreams(names, authorities);
  }

  private static void add(UpstreamTls tls, Set<String> names, Set<ResourceKey> authorities) {
    names.add(tls.sni());
    names.addAll(tls.subjectAltNames());
    switch (tls) {
      case UpstreamTls.ByPolicy policy -> authorities.addAll(policy.authorities());
      case UpstreamTls.Originated made -> {
        ResourceKey credential = made.files().credential();
        if (credential != null) {
          authorities.add(credential);
          authorities.add(
              new ResourceKey(
                  credential.cluster(),
                  "",
                  credential.kind(),
                  credential.namespace(),
                  credential.name() + "-cacert"));
        }
      }
      case UpstreamTls.Disabled _, UpstreamTls.Mesh _ -> {}
    }
  }

  /** What every backend shows: all names, so that each policy finds its own. */
  Identity identity(StandIns certificates) {
    certificates.backends(authorities);
    return certificates.backend(names);
  }
}
