package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.tls.Identity;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
        .flatMap(verdict ->
            Stream.concat(
                verdict.shares().stream().map(Share::target),
                verdict.copies().stream().map(Copy::target)))
        .map(target -> target.tls())
        .filter(Objects::nonNull)
        .distinct()
        .forEach((UpstreamTls tls) -> {
          names.add(tls.sni());
          names.addAll(tls.subjectAltNames());
          if (tls instanceof UpstreamTls.ByPolicy policy) {
            authorities.addAll(policy.authorities());
          }
        });
    return new Upstreams(names, authorities);
  }

  /** What every backend shows: all names, so that each policy finds its own. */
  Identity identity(StandIns certificates) {
    certificates.backends(authorities);
    return certificates.backend(names);
  }
}
