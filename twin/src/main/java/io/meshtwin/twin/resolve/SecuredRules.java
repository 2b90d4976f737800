package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.sidecar.EgressListener;
import io.meshtwin.twin.resolve.sidecar.HostRules;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules of hosts with what proxies speak to backends where nothing else says it.
 *
 * @param rules the rules
 * @param security what is spoken
 */
record SecuredRules(HostRules rules, ClientSecurity security) implements HostRules {
  @Override
  public List<Claim> http(View view, int port, Wanted wanted) {
    return rules.http(view, port, wanted).stream()
        .map(claim ->
            new Claim(
                claim.hosts(), claim.services(), claim.rules().stream().map(security::of).toList()))
        .toList();
  }

  @Override
  public boolean tellsApart(int port) {
    return rules.tellsApart(port);
  }

  @Override
  public List<Stream> tls(View view, MeshService service, int port) {
    return secured(rules.tls(view, service, port));
  }

  @Override
  public List<Stream> tcp(View view, MeshService service, int port) {
    return secured(rules.tcp(view, service, port));
  }

  private List<Stream> secured(List<Stream> streams) {
    return streams.stream()
        .map(s -> new Stream(s.serverNames(), s.destinations(), security.of(s.handler())))
        .toList();
  }

  @Override
  public Leads leads(String namespace, EgressListener listener) {
    return rules.leads(namespace, listener);
  }

  @Override
  public List<Caveat> elsewhere(ClientScope client) {
    return rules.elsewhere(client);
  }

  @Override
  public Handler toItself(View view, MeshService service, int port) {
    return security.of(rules.toItself(view, service, port));
  }

  @Override
  public RouteRule defaultRule(View view, MeshService service, int port) {
    return security.of(rules.defaultRule(view, service, port));
  }

  @Override
  public Handler.@Nullable Unmodelled unmodelled(
      ClientScope client, MeshService service, int port) {
    return rules.unmodelled(client, service, port);
  }
}
