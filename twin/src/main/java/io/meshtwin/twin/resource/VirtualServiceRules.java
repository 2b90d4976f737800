package io.meshtwin.twin.resource;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** What istiod's webhook demands of a VirtualService as a whole (ValidateVirtualService). */
final class VirtualServiceRules {
  private static final String CLAIMS = "@request.auth.claims";

  private VirtualServiceRules() {}

  static void check(Fields spec, VirtualService read) {
    if (read.hosts().isEmpty()) {
      Stream.of("gateways", "tls", "tcp")
          .filter(name -> !spec.raw(name).isEmpty())
          .forEach(name -> spec.invalid(name, "must not be given without hosts"));
      read.http().stream()
          .filter(rule -> rule.action() instanceof VirtualRule.Action.Delegate)
          .forEach(rule -> spec.invalid("http", "must not delegate without hosts"));
    }
    if (read.http().isEmpty() && read.tls().isEmpty() && read.tcp().isEmpty()) {
      spec.invalid("http", "or tls or tcp must be given");
    }
    IstioNames.checkGateways(spec, "gateways");
    hosts(spec, read);
    serverNames(spec, read);
    if (read.boundTo().contains(IstioNames.MESH)) {
      claims(spec, read);
    }
  }

  private static void hosts(Fields spec, VirtualService read) {
    boolean mesh = read.boundTo().contains(IstioNames.MESH);
    for (int i = 0; i < read.hosts().size(); i++) {
      String host = read.hosts().get(i);
      IstioNames.checkHost(spec, "hosts[" + i + "]", host);
      if (mesh && host.equals("*")) {
        spec.invalid("hosts[" + i + "]", "must not be * in the mesh");
      }
      for (int before = 0; before < i; before++) {
        if (HostCover.meet(read.hosts().get(before), host)) {
          spec.invalid("hosts[" + i + "]", "must not meet " + read.hosts().get(before));
        }
      }
    }
  }

  /** Names of TLS rules are covered by the hosts (validateSniHost). */
  private static void serverNames(Fields spec, VirtualService read) {
    for (VirtualStreamRule rule : read.tls()) {
      for (VirtualStreamRule.Match match : rule.matches()) {
        for (String name : match.serverNames()) {
          boolean covered =
              IstioNames.isAddress(name)
                  || read.hosts().stream().anyMatch(host -> HostCover.covers(host, name));
          if (!covered) {
            spec.invalid("tls", "must ask for names of the hosts, found \"" + name + '"');
          }
        }
      }
    }
  }

  private static void claims(Fields spec, VirtualService read) {
    var names = new HashSet<String>();
    read.http().stream()
        .flatMap(rule -> rule.matches().stream())
        .forEach(match -> {
          names.addAll(match.headers().keySet());
          names.addAll(match.withoutHeaders().keySet());
        });
    List<String> claims = names.stream().filter(name -> name.startsWith(CLAIMS)).sorted().toList();
    if (!claims.isEmpty()) {
      spec.invalid("http", "must not read " + claims.getFirst() + " in the mesh");
    }
  }
}
