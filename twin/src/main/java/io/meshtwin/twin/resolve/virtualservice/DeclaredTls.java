package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import org.jspecify.annotations.Nullable;

/** TLS as DestinationRules say it; where none says anything, plain text. */
public final class DeclaredTls implements UpstreamSecurity {
  @Override
  public @Nullable UpstreamTls of(Ask ask) {
    ClientTls said = ask.said();
    Origin origin = ask.origin();
    if (said == null || origin == null) {
      return null;
    }
    return switch (said.mode()) {
      case "DISABLE" -> new UpstreamTls.Disabled(origin);
      case "ISTIO_MUTUAL" -> new UpstreamTls.Mesh(sni(ask, said), said.subjectAltNames(), false);
      default ->
          new UpstreamTls.Originated(
              said.mode().equals("MUTUAL"),
              said.sni(),
              files(ask, said),
              said.subjectAltNames(),
              !Boolean.TRUE.equals(said.insecureSkipVerify()),
              origin);
    };
  }

  /** {@code BuildDNSSrvSubsetKey}. */
  private static String sni(Ask ask, ClientTls said) {
    return said.sni().isEmpty()
        ? "outbound_." + ask.port() + "_." + ask.subset() + "_." + ask.host().name()
        : said.sni();
  }

  private static UpstreamTls.Originated.Files files(Ask ask, ClientTls said) {
    ResourceKey host = ask.host().key();
    String credential = said.credentialName();
    return new UpstreamTls.Originated.Files(
        said.clientCertificate(),
        said.privateKey(),
        said.caCertificates(),
        credential.isEmpty()
            ? null
            : new ResourceKey(host.cluster(), "", "Secret", ask.view().namespace(), credential));
  }
}
