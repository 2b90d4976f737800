package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS as DestinationRules say it; where none says anything, plain text ({@code
 * buildUpstreamClusterTLSContext}).
 */
public final class DeclaredTls implements UpstreamSecurity {
  /** A credential that begins so is a ConfigMap with authorities. */
  private static final String CONFIG_MAP = "configmap://";

  private static final String SECRET = "kubernetes://";

  private static final String AUTHORITIES = "-cacert";

  private final MeshImage image;

  public DeclaredTls(MeshImage image) {
    this.image = image;
  }

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
          keptFrom(ask, said)
              ? new UpstreamTls.Disabled(origin)
              : new UpstreamTls.Originated(
                  said.mode().equals("MUTUAL"),
                  said.sni(),
                  files(ask, said),
                  names(ask, said),
                  !Boolean.TRUE.equals(said.insecureSkipVerify()),
                  origin);
    };
  }

  /**
   * A proxy waits for a credential that does not come, and has no cluster meanwhile. Manifests
   * without any Secret leave them to somebody else, and of an API server not all are read.
   */
  @Override
  public @Nullable Caveat doubt(Ask ask) {
    if (!(of(ask) instanceof UpstreamTls.Originated made) || made.files().credential() == null) {
      return null;
    }
    ResourceKey key = made.files().credential();
    ResourceKey apart =
        new ResourceKey(
            key.cluster(), key.group(), key.kind(), key.namespace(), key.name() + AUTHORITIES);
    boolean there = image.state(key) != null || (!made.mutual() && image.state(apart) != null);
    boolean left = key.kind().equals("Secret") && image.all(Secret.class).findAny().isEmpty();
    return there || left
        ? null
        : new Caveat(
            key + ", the credential of " + made.origin().resource() + ", is not in the mesh",
            made.origin());
  }

  /**
   * istiod hands a sidecar a Secret only by a rule for chosen workloads; by any other the sidecar
   * speaks plain text.
   */
  private static boolean keptFrom(Ask ask, ClientTls said) {
    String credential = said.credentialName();
    return ask.view().sidecar()
        && !ask.selected()
        && !credential.isEmpty()
        && !credential.startsWith(CONFIG_MAP);
  }

  /** Whether a ConfigMap is of the proxy's own namespace, so that each means another. */
  static boolean isOfProxy(String credential) {
    return credential.startsWith(CONFIG_MAP) && credential.indexOf('/', CONFIG_MAP.length()) < 0;
  }

  private static List<String> names(Ask ask, ClientTls said) {
    return said.subjectAltNames().isEmpty() ? ask.host().subjectAltNames() : said.subjectAltNames();
  }

  /** {@code BuildDNSSrvSubsetKey}. */
  private static String sni(Ask ask, ClientTls said) {
    return said.sni().isEmpty()
        ? "outbound_." + ask.port() + "_." + ask.subset() + "_." + ask.host().name()
        : said.sni();
  }

  private static UpstreamTls.Originated.Files files(Ask ask, ClientTls said) {
    return new UpstreamTls.Originated.Files(
        said.clientCertificate(),
        said.privateKey(),
        said.caCertificates(),
        said.credentialName().isEmpty() ? null : credential(ask, said.credentialName()));
  }

  /** A name in the proxy's own namespace, or {@code kind://namespace/name}. */
  private static ResourceKey credential(Ask ask, String written) {
    boolean map = written.startsWith(CONFIG_MAP);
    String bare = written.startsWith(SECRET) ? written.substring(SECRET.length()) : written;
    String name = map ? written.substring(CONFIG_MAP.length()) : bare;
    int slash = name.indexOf('/');
    return new ResourceKey(
        ask.host().key().cluster(),
        "",
        map ? "ConfigMap" : "Secret",
        slash < 0 ? ask.view().namespace() : name.substring(0, slash),
        name.substring(slash + 1));
  }
}
