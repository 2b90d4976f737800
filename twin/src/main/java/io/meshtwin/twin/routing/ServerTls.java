package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's side of a TLS handshake with a client.
 *
 * @param certificates Secrets with {@code tls.crt} and {@code tls.key}; never empty
 * @param clients what is asked of the client's certificate, null for nothing
 * @param parameters versions and ciphers
 * @param missing what the handshake needs and cannot be had, in words, so that every connection is
 *     closed (Envoy waits for a secret that no SDS server has); null where nothing is missing
 */
public record ServerTls(
    List<ResourceKey> certificates,
    @Nullable ClientValidation clients,
    TlsParameters parameters,
    @Nullable String missing) {
  /**
   * Stands among certificates and authorities for the mesh's own: the proxy's certificate as a
   * workload, and who signs those, which its agent hands it.
   */
  public static final ResourceKey OF_THE_MESH =
      new ResourceKey(ResourceKey.LOCAL, "", "WorkloadCertificate", "", "mesh");

  private static final String FILE = "File";

  public ServerTls {
    certificates = List.copyOf(certificates);
  }

  /** Stands for files of the proxy's own: authorities, or a certificate and its key. */
  public static ResourceKey files(String... paths) {
    return new ResourceKey(ResourceKey.LOCAL, "", FILE, "", String.join("~", paths));
  }

  /** The paths of what {@link #files} stands for; empty for anything else. */
  public static List<String> paths(ResourceKey key) {
    return key.kind().equals(FILE) ? List.of(key.name().split("~", -1)) : List.of();
  }

  /** With everything that it needs, and Envoy's own versions and ciphers. */
  public ServerTls(List<ResourceKey> certificates, @Nullable ClientValidation clients) {
    this(certificates, clients, TlsParameters.USUAL, null);
  }

  /** What is done with a client by the certificate that it shows. */
  public enum Demand {
    /** It must show one that verifies (Istio, MUTUAL; Gateway API, {@code AllowValidOnly}). */
    REQUIRED,
    /** It may show none; one that it shows must verify (Istio, OPTIONAL_MUTUAL). */
    OPTIONAL,
    /** It must show one, whatever that is (Istio, MUTUAL with {@code insecureSkipVerify}). */
    SHOWN,
    /** It is served whatever it shows (Gateway API, {@code AllowInsecureFallback}). */
    FALLBACK;

    /** Whether a client that shows none is refused. */
    public boolean required() {
      return this == REQUIRED || this == SHOWN;
    }

    /** Whether one that is shown must verify. */
    public boolean verified() {
      return this == REQUIRED || this == OPTIONAL;
    }
  }

  /**
   * How a client's certificate is checked (Gateway API, GEP-91; Istio, {@code ServerTLSSettings}).
   * Where names or hashes are given, the certificate must have one of each kind.
   *
   * @param authorities ConfigMaps or Secrets whose {@code ca.crt} signs clients' certificates
   * @param demand whether it must be shown, and verify
   * @param names DNS names or URIs of which the certificate must have one, exactly; empty for any
   * @param hashes SHA-256 of whole certificates, in hexadecimal; empty for any
   * @param keyHashes SHA-256 of public keys, in base64; empty for any
   * @param revocations what holds the list of certificates that do not count any more (CRL), null
   *     for none: the authorities' own resource, or a file of the proxy's
   */
  public record ClientValidation(
      List<ResourceKey> authorities,
      Demand demand,
      List<String> names,
      List<String> hashes,
      List<String> keyHashes,
      @Nullable ResourceKey revocations) {
    public ClientValidation {
      authorities = List.copyOf(authorities);
      names = List.copyOf(names);
      hashes = List.copyOf(hashes);
      keyHashes = List.copyOf(keyHashes);
    }

    /** Any certificate that the authorities sign. */
    public ClientValidation(List<ResourceKey> authorities, Demand demand) {
      this(authorities, demand, List.of(), List.of(), List.of(), null);
    }

    /** As the Gateway API knows it. */
    public ClientValidation(List<ResourceKey> authorities, boolean insecureFallback) {
      this(authorities, insecureFallback ? Demand.FALLBACK : Demand.REQUIRED);
    }

    /** Whether a client is served whatever it shows. */
    public boolean insecureFallback() {
      return demand == Demand.FALLBACK;
    }
  }
}
