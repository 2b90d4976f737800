package io.meshtwin.bridge.dump;

import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose proxy it is: what the dump's node says, in the words of this bridge ({@code
 * sidecar~ns/workload}), of Istio ({@code sidecar~IP~pod.ns~ns.svc.cluster.local}) or of Envoy
 * Gateway (a {@code cluster} of {@code ns/gateway}).
 *
 * @param role whose
 * @param namespace the workload's or the Gateway's
 * @param name the pod's, the workload's or the Gateway's
 * @param address of the pod, empty where it is not said
 * @param labels of the pod, as far as they are said
 * @param serviceAccount of the pod, empty where it is not said
 */
public record ProxyIdentity(
    Role role,
    String namespace,
    String name,
    String address,
    SortedMap<String, String> labels,
    String serviceAccount) {
  /** {@code sidecar~ns/workload} or {@code gateway~ns/name}. */
  public static ProxyIdentity parse(String text) {
    int tilde = text.indexOf('~');
    int slash = text.indexOf('/', tilde + 1);
    String word = tilde < 0 ? "" : text.substring(0, tilde);
    boolean named = slash > tilde + 1 && slash < text.length() - 1;
    if (!named || text.indexOf('/', slash + 1) >= 0) {
      throw new DumpException(wrong(text));
    }
    String namespace = text.substring(tilde + 1, slash);
    String name = text.substring(slash + 1);
    return switch (word) {
      case "sidecar" -> of(Role.SIDECAR, namespace, name);
      case "gateway" -> of(Role.GATEWAY, namespace, name);
      default -> throw new DumpException(wrong(text));
    };
  }

  private static String wrong(String text) {
    return "a proxy is sidecar~NAMESPACE/WORKLOAD or gateway~NAMESPACE/NAME, not " + text;
  }

  private static ProxyIdentity of(Role role, String namespace, String name) {
    return new ProxyIdentity(role, namespace, name, "", new TreeMap<>(), "");
  }

  /**
   * What a dump says of itself.
   *
   * @throws DumpException when it does not say whose proxy it is
   */
  public static ProxyIdentity of(ConfigDump dump) {
    Entry node = dump.bootstrap().apartIn("node", "Node");
    Entry metadata = node.apartIn("metadata", "Struct");
    Entry labels = metadata.apartIn("LABELS", "Struct");
    var all = new TreeMap<String, String>();
    labels.json().properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
    String[] istio = node.text("id").split("~", -1);
    if (istio.length == 4) {
      return ofIstio(istio, all, metadata.text("SERVICE_ACCOUNT"));
    }
    String id = node.text("id");
    if (id.startsWith("sidecar~") || id.startsWith("gateway~")) {
      return parse(id);
    }
    String cluster = node.text("cluster");
    int slash = cluster.indexOf('/');
    if (slash > 0 && slash < cluster.length() - 1) {
      return parse("gateway~" + cluster);
    }
    throw new DumpException(
        "the dump does not say whose proxy it is (its node is '%s'); say it with --as".formatted(id)
            + " sidecar~NAMESPACE/WORKLOAD or --as gateway~NAMESPACE/NAME");
  }

  private static ProxyIdentity ofIstio(
      String[] id, SortedMap<String, String> labels, String serviceAccount) {
    int dot = id[2].lastIndexOf('.');
    String namespace = id[2].substring(dot + 1);
    String name = id[2].substring(0, Math.max(0, dot));
    if (id[0].equals("sidecar")) {
      return new ProxyIdentity(Role.SIDECAR, namespace, name, id[1], labels, serviceAccount);
    }
    String gateway = labels.get(Gateway.NAME_LABEL);
    if (id[0].equals("router") && gateway != null) {
      return new ProxyIdentity(Role.GATEWAY, namespace, gateway, id[1], labels, serviceAccount);
    }
    throw new DumpException(
        "the dump is of a proxy '%s' in %s; which Gateway it serves is not in it: say it with"
                .formatted(id[0], id[2])
            + " --as gateway~NAMESPACE/NAME");
  }
}
