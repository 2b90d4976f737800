package io.meshtwin.twin.resolve.istiogateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.CipherSuites;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.IstioServerTls.Mode;
import io.meshtwin.twin.resource.IstioServerTls.Version;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.ServerTls.Demand;
import io.meshtwin.twin.routing.TlsParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A server's side of TLS (istio, {@code pilot/pkg/networking/core/listener.go}, {@code
 * BuildListenerTLSContext}; {@code pilot/pkg/security/model/authentication.go}). Credentials are
 * Secrets in the namespace of the proxy, wherever the Gateway is ({@code ParseResourceName}).
 */
final class ServerSecurity {
  private static final String CA_SUFFIX = "-cacert";
  private static final String SECRET = "kubernetes://";
  private static final String REVOCATIONS = "ca.crl";
  private static final String CONFIG_MAP = "configmap://";

  private final MeshImage image;
  private final JsonNode defaults;

  /**
   * @param defaults {@code tlsDefaults} of the MeshConfig; a missing node for none
   */
  ServerSecurity(MeshImage image, JsonNode defaults) {
    this.image = image;
    this.defaults = defaults;
  }

  /**
   * What a server's TLS comes to.
   *
   * @param tls its side of the handshake, null where it is not known
   * @param unknown why it is not known, empty where it is
   */
  record Outcome(@Nullable ServerTls tls, List<Caveat> unknown) {
    Outcome {
      unknown = List.copyOf(unknown);
    }
  }

  Outcome of(ServedServer served, IstioServerTls tls, GatewayProxy proxy) {
    List<Caveat> unknown = unknown(served, tls);
    if (!unknown.isEmpty()) {
      return new Outcome(null, unknown);
    }
    if (tls.mode() == Mode.ISTIO_MUTUAL) {
      return new Outcome(ofTheMesh(tls), List.of());
    }
    if (tls.credentials().isEmpty()) {
      return new Outcome(ofFiles(tls), List.of());
    }
    var missing = new ArrayList<String>();
    List<ResourceKey> shown = new ArrayList<>();
    for (String name : tls.credentials()) {
      ResourceKey key = credential(name, proxy.namespace(), served);
      Found found = certificate(key, proxy.namespace());
      if (found.unknown() != null) {
        return new Outcome(null, List.of(new Caveat(found.unknown(), served.origin())));
      }
      if (found.missing() != null) {
        missing.add(found.missing());
      }
      shown.add(key);
    }
    ClientValidation clients = null;
    if (tls.mode().checksClients()) {
      ResourceKey signer = authority(tls, proxy.namespace(), served);
      Found found = authorities(signer, proxy.namespace());
      if (found.unknown() != null) {
        return new Outcome(null, List.of(new Caveat(found.unknown(), served.origin())));
      }
      if (found.missing() != null) {
        missing.add(found.missing());
      }
      clients =
          new ClientValidation(
              List.of(signer),
              demand(tls),
              tls.subjectAltNames(),
              tls.certificateHashes(),
              tls.keyHashes(),
              revocations(signer));
    }
    String words = missing.isEmpty() ? null : String.join("; ", missing);
    return new Outcome(new ServerTls(shown, clients, parameters(tls), words), List.of());
  }

  /**
   * With the certificates of workloads on both sides; neither the server's versions and ciphers nor
   * the mesh's defaults hold ({@code isSimpleOrMutual}).
   */
  private static ServerTls ofTheMesh(IstioServerTls tls) {
    return new ServerTls(
        List.of(ServerTls.OF_THE_MESH),
        new ClientValidation(
            List.of(ServerTls.OF_THE_MESH),
            demand(tls),
            tls.subjectAltNames(),
            List.of(),
            List.of(),
            file(tls.revocations())));
  }

  /** Files of the proxies are taken to be there ({@code ApplyToCommonTLSContext}). */
  private ServerTls ofFiles(IstioServerTls tls) {
    ClientValidation clients =
        tls.mode().checksClients()
            ? new ClientValidation(
                List.of(ServerTls.files(tls.caFile())),
                demand(tls),
                tls.subjectAltNames(),
                List.of(),
                List.of(),
                file(tls.revocations()))
            : null;
    return new ServerTls(
        tls.files().stream().map(file -> ServerTls.files(file.certificate(), file.key())).toList(),
        clients,
        parameters(tls),
        null);
  }

  private static @Nullable ResourceKey file(String path) {
    return path.isEmpty() ? null : ServerTls.files(path);
  }

  /** Of a credential the list is in it ({@code GetCaCert}); {@code caCrl} is not read then. */
  private @Nullable ResourceKey revocations(ResourceKey signer) {
    SortedSet<String> keys =
        switch (image.get(signer, Resource.class)) {
          case Secret secret -> secret.keys();
          case ConfigMap map -> map.keys();
          case null, default -> Collections.emptySortedSet();
        };
    return keys.contains(REVOCATIONS) ? signer : null;
  }

  /** An object of the mesh: what is missing of it, or why that is not known. */
  private record Found(@Nullable String missing, @Nullable String unknown) {
    static final Found WHOLE = new Found(null, null);
  }

  private static Demand demand(IstioServerTls tls) {
    boolean optional = tls.mode() == Mode.OPTIONAL_MUTUAL;
    if (tls.skipVerify()) {
      return optional ? Demand.FALLBACK : Demand.SHOWN;
    }
    return optional ? Demand.OPTIONAL : Demand.REQUIRED;
  }

  private List<Caveat> unknown(ServedServer served, IstioServerTls tls) {
    var what = new ArrayList<String>();
    what.addAll(tls.unmodelled());
    tls.credentials().stream().filter(ServerSecurity::elsewhere).forEach(what::add);
    if (elsewhere(tls.caCredential())) {
      what.add(tls.caCredential());
    }
    if (tls.mode() == Mode.SIMPLE && !tls.subjectAltNames().isEmpty()) {
      // Envoy refuses names to check without an authority, and keeps what it had.
      what.add("subjectAltNames with mode SIMPLE, which Envoy refuses,");
    }
    if (!handedOn(defaults).stream().allMatch(CipherSuites::known)) {
      what.add("tlsDefaults with a cipher suite that Envoy refuses,");
    }
    if (defaults.has("ecdhCurves")) {
      what.add("tlsDefaults.ecdhCurves");
    }
    return what.stream()
        .map(w ->
            new Caveat(w + " of " + served.gateway().key() + " is not modelled", served.origin()))
        .toList();
  }

  /** A credential that is no Secret of the cluster: another SDS server's, the workload's own. */
  private static boolean elsewhere(String name) {
    return name.contains("://") && !name.startsWith(SECRET) && !name.startsWith(CONFIG_MAP);
  }

  private ResourceKey credential(String name, String namespace, ServedServer served) {
    boolean map = name.startsWith(CONFIG_MAP);
    String bare = map || name.startsWith(SECRET) ? name.substring(name.indexOf("://") + 3) : name;
    int slash = bare.indexOf('/');
    return new ResourceKey(
        served.gateway().key().cluster(),
        "",
        map ? "ConfigMap" : "Secret",
        slash < 0 ? namespace : bare.substring(0, slash),
        bare.substring(slash + 1));
  }

  /**
   * Who signs clients' certificates: {@code caCertCredentialName}; else the Secret named after the
   * first credential with {@code -cacert}; else {@code ca.crt} of the credential ({@code
   * GetCaCert}).
   */
  private ResourceKey authority(IstioServerTls tls, String namespace, ServedServer served) {
    if (!tls.caCredential().isEmpty()) {
      return credential(tls.caCredential(), namespace, served);
    }
    String first = tls.credentials().getFirst();
    ResourceKey apart = credential(first + CA_SUFFIX, namespace, served);
    return image.state(apart) == null ? credential(first, namespace, served) : apart;
  }

  /** istiod hands a proxy the Secrets of its own namespace only ({@code sds.go}). */
  private Found certificate(ResourceKey key, String namespace) {
    if (!key.namespace().equals(namespace)) {
      return new Found(key + " is in another namespace than the proxies, " + namespace, null);
    }
    return switch (image.get(key, Resource.class)) {
      case Secret secret when secret.keys().contains("cert") && secret.keys().contains("key") ->
          new Found(
              null, "certificates under the keys cert and key of " + key + " are not modelled");
      case Secret secret when secret.certificate().isUsable() -> Found.WHOLE;
      case null -> absent(key);
      case Resource _ -> new Found(key + " holds no usable certificate", null);
    };
  }

  private Found authorities(ResourceKey key, String namespace) {
    if (key.kind().equals("Secret") && !key.namespace().equals(namespace)) {
      return new Found(key + " is in another namespace than the proxies, " + namespace, null);
    }
    return switch (image.get(key, Resource.class)) {
      case Secret secret when secret.keys().contains("cacert") ->
          new Found(null, "authorities under the key cacert of " + key + " are not modelled");
      case Secret secret when secret.keys().isEmpty() -> Found.WHOLE;
      case Secret secret when secret.authorities().isUsable() -> Found.WHOLE;
      case ConfigMap map when map.authorities().isUsable() -> Found.WHOLE;
      case null -> absent(key);
      case Resource _ -> new Found(key + " holds no certificate of an authority in ca.crt", null);
    };
  }

  /**
   * What is missing may be missing only here: of an API server none but Secrets with certificates
   * are read, and manifests that hold no Secret at all leave them to somebody else.
   */
  private Found absent(ResourceKey key) {
    if (!key.kind().equals("Secret")) {
      return new Found(key + " does not exist", null);
    }
    boolean live =
        image.all(IstioGateway.class).anyMatch(gateway -> gateway.metadata().location() == null);
    if (live) {
      return new Found(null, key + " is none of the Secrets with certificates that were read");
    }
    return image.all(Secret.class).findAny().isPresent()
        ? new Found(key + " does not exist", null)
        : Found.WHOLE;
  }

  /** The server's own settings over MeshConfig's {@code tlsDefaults} over Envoy's. */
  private TlsParameters parameters(IstioServerTls tls) {
    TlsParameters.Version least =
        switch (tls.least()) {
          case TLS_AUTO ->
              defaults.path("minProtocolVersion").asText("").equals("TLSV1_3")
                  ? TlsParameters.Version.V1_3
                  : TlsParameters.USUAL.least();
          case TLSV1_0, TLSV1_1, TLSV1_2, TLSV1_3 -> version(tls.least());
        };
    TlsParameters.Version most =
        tls.most() == Version.TLS_AUTO ? TlsParameters.USUAL.most() : version(tls.most());
    List<String> own = CipherSuites.handedOn(tls.cipherSuites());
    return new TlsParameters(least, most, own.isEmpty() ? handedOn(defaults) : own);
  }

  private static List<String> handedOn(JsonNode defaults) {
    var result = new ArrayList<String>();
    defaults.path("cipherSuites").forEach(suite -> result.add(suite.asText()));
    return result;
  }

  private static TlsParameters.Version version(Version version) {
    return switch (version) {
      case TLS_AUTO -> throw new IllegalArgumentException("TLS_AUTO is no version");
      case TLSV1_0 -> TlsParameters.Version.V1_0;
      case TLSV1_1 -> TlsParameters.Version.V1_1;
      case TLSV1_2 -> TlsParameters.Version.V1_2;
      case TLSV1_3 -> TlsParameters.Version.V1_3;
    };
  }
}
