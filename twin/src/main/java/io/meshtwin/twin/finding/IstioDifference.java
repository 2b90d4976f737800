package io.meshtwin.twin.finding;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where findings here say less, more or something else than those of {@code istioctl analyze} for
 * the same objects, and why: its checks compare texts, ours know what proxies do.
 */
public final class IstioDifference {
  private static final Map<IstioCode, String> ALL = all();

  private IstioDifference() {}

  /** The reason in one line; empty where both find the same. */
  public static Optional<String> of(IstioCode code) {
    return Optional.ofNullable(ALL.get(code));
  }

  private static Map<IstioCode, String> all() {
    var all = new TreeMap<IstioCode, String>();
    installed(all);
    rules(all);
    workloads(all);
    return Map.copyOf(all);
  }

  private static void installed(Map<IstioCode, String> all) {
    all.put(
        IstioCode.IST0101,
        "an ingress gateway that manifests leave out is assumed (MT0401 says so), without a Service"
            + " of certain ports; Telemetry decides no answer");
    all.put(IstioCode.IST0103, "injection is known by the annotation that it leaves on a Pod");
    all.put(
        IstioCode.IST0107,
        "kubernetes.io/ingress.class is not Istio's own, so only annotations of istio.io count");
    all.put(
        IstioCode.IST0136,
        "only annotations that can decide about traffic, and none that injection wrote itself");
    all.put(
        IstioCode.IST0161,
        "also a key that does not belong to the certificate; a certificate under the keys cert and"
            + " key is not read, and makes answers unknown");
    all.put(IstioCode.IST0162, "only where a Service of the proxies is known");
  }

  private static void rules(Map<IstioCode, String> all) {
    all.put(
        IstioCode.IST0109,
        "an exact host or a longer wildcard beside a wildcard that covers it is no conflict: proxies"
            + " go by the longest name");
    all.put(
        IstioCode.IST0130,
        "a rule for HTTP is unreachable when no request reaches it at any place where it acts,"
            + " whatever rules before it look like; names of TLS go by the longest, not by the order");
    all.put(IstioCode.IST0131, "as IST0130, of each match");
    all.put(
        IstioCode.IST0132,
        "each host that none of the Gateways has, unless the rules act in the mesh too; a Gateway of"
            + " the Gateway API follows no VirtualService (MT0406)");
    all.put(
        IstioCode.IST0140,
        "also of hosts that are written in full at one place and in short at the other");
    all.put(
        IstioCode.IST0145,
        "the server that istiod leaves out, not the one that stays; servers of HTTP with hosts in"
            + " common are merged, which is no conflict");
    all.put(IstioCode.IST0138, "one finding names both Gateways");
    for (IstioCode code :
        new IstioCode[] {
          IstioCode.IST0151,
          IstioCode.IST0152,
          IstioCode.IST0153,
          IstioCode.IST0154,
          IstioCode.IST0155
        }) {
      all.put(code, "of every EnvoyFilter; whether its operation is applied is not looked into");
    }
  }

  private static void workloads(Map<IstioCode, String> all) {
    all.put(
        IstioCode.IST0116,
        "also ports whose names say different things (HTTP, bytes), of any kind of workload");
    all.put(IstioCode.IST0127, "also for PeerAuthentication and RequestAuthentication");
    all.put(
        IstioCode.IST0134,
        "addresses in an entry's status count only for proxies that answer DNS: no other reads them");
    all.put(
        IstioCode.IST0144, "of containers that do run as that user: a container's own word counts");
    all.put(IstioCode.IST0166, "of security policies; a WasmPlugin is not modelled (MT0301)");
    all.put(
        IstioCode.IST0167, "also a Sidecar whose workloads have no sidecar without ambient mode");
    all.put(
        IstioCode.IST0173,
        "of endpoints of the host, whatever Pods are elsewhere, with labels of place where Nodes are"
            + " known");
  }
}
