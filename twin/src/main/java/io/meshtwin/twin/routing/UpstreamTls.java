package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a proxy speaks to a backend's endpoints. */
public sealed interface UpstreamTls {
  /** The name that is asked for; empty where the request decides, or where there is no TLS. */
  String sni();

  /** Names of which the backend's certificate must have one; empty for any. */
  List<String> subjectAltNames();

  /** Whether an endpoint is spoken to in TLS. */
  boolean encrypts(Endpoint endpoint);

  /** What is spoken, in words that follow {@code in}. */
  default String words() {
    return switch (this) {
      case ByPolicy policy -> "TLS to " + policy.sni();
      case Originated made -> made.sni().isEmpty() ? "TLS to Host" : "TLS to " + made.sni();
      case Disabled _ -> "plain text";
      case Mesh mesh -> mesh.detected() ? "mutual TLS where it is taken" : "mutual TLS";
    };
  }

  /**
   * TLS by a BackendTLSPolicy of the Gateway API.
   *
   * @param sni the name that is asked for
   * @param authorities ConfigMaps whose {@code ca.crt} signs the backend's certificate; empty for
   *     the system's own
   * @param subjectAltNames names of which the certificate must have one; {@code sni} alone where
   *     the policy gives none
   * @param clientCertificate the Secret that the proxy shows, null for none
   */
  record ByPolicy(
      String sni,
      List<ResourceKey> authorities,
      List<String> subjectAltNames,
      @Nullable ResourceKey clientCertificate)
      implements UpstreamTls {
    public ByPolicy {
      authorities = List.copyOf(authorities);
      subjectAltNames = List.copyOf(subjectAltNames);
    }

    @Override
    public boolean encrypts(Endpoint endpoint) {
      return true;
    }
  }

  /**
   * TLS that a DestinationRule originates (ClientTLSSettings, SIMPLE and MUTUAL).
   *
   * @param mutual whether the proxy shows a certificate
   * @param sni the name that is asked for; empty for the request's Host ({@code auto_sni})
   * @param files what it shows and what it trusts
   * @param subjectAltNames names of which the certificate must have one; empty: with {@code sni}
   *     empty too the request's Host, otherwise any
   * @param verified whether the backend's certificate is checked
   * @param origin the DestinationRule
   */
  record Originated(
      boolean mutual,
      String sni,
      Files files,
      List<String> subjectAltNames,
      boolean verified,
      Origin origin)
      implements UpstreamTls {
    public Originated {
      subjectAltNames = List.copyOf(subjectAltNames);
    }

    /**
     * Paths in the proxy's own file system, empty where not given, or a Secret.
     *
     * @param authorities empty for the system's own
     * @param credential {@code credentialName}, null for none
     */
    public record Files(
        String certificate,
        String privateKey,
        String authorities,
        @Nullable ResourceKey credential) {
      /** Nothing is given. */
      public static final Files NONE = new Files("", "", "", null);
    }

    @Override
    public boolean encrypts(Endpoint endpoint) {
      return true;
    }
  }

  /** Plain text to every endpoint, because a DestinationRule says so (DISABLE). */
  record Disabled(Origin origin) implements UpstreamTls {
    @Override
    public String sni() {
      return "";
    }

    @Override
    public List<String> subjectAltNames() {
      return List.of();
    }

    @Override
    public boolean encrypts(Endpoint endpoint) {
      return false;
    }
  }

  /**
   * Mutual TLS of the mesh, with the client's own identity.
   *
   * @param sni the name that is asked for: istiod's {@code outbound_.port_.subset_.host}, or the
   *     DestinationRule's own
   * @param subjectAltNames identities of which the endpoint must have one; empty for any of the
   *     mesh
   * @param detected whether only endpoints that take it are spoken to so, and others in plain text
   *     (auto mTLS); otherwise all are (ISTIO_MUTUAL)
   */
  record Mesh(String sni, List<String> subjectAltNames, boolean detected) implements UpstreamTls {
    public Mesh {
      subjectAltNames = List.copyOf(subjectAltNames);
    }

    @Override
    public boolean encrypts(Endpoint endpoint) {
      return !detected || endpoint.mutual();
    }
  }
}
