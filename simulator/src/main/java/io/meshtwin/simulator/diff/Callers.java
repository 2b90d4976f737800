package io.meshtwin.simulator.diff;

import com.google.re2j.Pattern;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients that proxies can tell apart: by what routes them, and by what policies read of their
 * identities and addresses. One that has no sidecar is always among them.
 */
final class Callers {
  private static final int EXAMPLES = 3;

  private Callers() {}

  /** A class of clients, and one of them. */
  record Kind(ClientGroup group, Client.InMesh example) {}

  static List<Kind> of(Simulator before, Simulator after, AccessAtoms atoms) {
    Map<List<Object>, List<Workload>> classes = new LinkedHashMap<>();
    Map<String, Workload> workloads = new TreeMap<>();
    before.mesh().workloads().forEach(workload -> workloads.put(workload.name(), workload));
    after.mesh().workloads().forEach(workload -> workloads.put(workload.name(), workload));
    for (Workload workload : workloads.values()) {
      classes
          .computeIfAbsent(
              signature(before.mesh(), after.mesh(), workload, atoms), _ -> new ArrayList<>())
          .add(workload);
    }
    var result = new ArrayList<Kind>();
    for (List<Workload> same : classes.values()) {
      Workload one = same.getFirst();
      ClientScope scope = Population.scope(before.mesh(), after.mesh(), one);
      List<String> names = same.stream().map(Workload::name).toList();
      var group =
          new ClientGroup(
              List.of(scope),
              names.size(),
              names.subList(0, Math.min(EXAMPLES, names.size())),
              names.size() == workloads.size());
      result.add(new Kind(group, new Client.InMesh(scope, one.name(), caller(one))));
    }
    return result;
  }

  /** One without a sidecar, of a namespace. */
  static Kind plain(String cluster, String namespace) {
    var scope = new ClientScope(cluster, namespace, new TreeMap<>(), false);
    var group = new ClientGroup(List.of(scope), 0, List.of(), false);
    return new Kind(group, new Client.InMesh(scope, "a client without a sidecar"));
  }

  static Caller caller(Workload workload) {
    String address = workload.addresses().isEmpty() ? null : workload.addresses().getFirst();
    return new Caller(workload.serviceAccount(), address, null);
  }

  private static List<Object> signature(
      ResolvedMesh before, ResolvedMesh after, Workload workload, AccessAtoms atoms) {
    List<Object> signature = new ArrayList<>();
    signature.add(before.scope(workload));
    signature.add(after.scope(workload));
    for (ResolvedMesh mesh : List.of(before, after)) {
      String identity = mesh.identity(workload.key().namespace(), workload.serviceAccount());
      atoms.peers().forEach(match -> signature.add(takes(match, identity)));
    }
    AddressRange address =
        workload.addresses().isEmpty() ? null : AddressRange.parse(workload.addresses().getFirst());
    atoms
        .ranges()
        .forEach(range ->
            signature.add(address == null ? "unknown" : String.valueOf(range.contains(address))));
    return signature;
  }

  private static boolean takes(StringMatch match, @Nullable String identity) {
    if (identity == null) {
      return false;
    }
    return switch (match) {
      case StringMatch.Present _ -> true;
      case StringMatch.Exact exact -> exact.value().equals(identity);
      case StringMatch.Prefix prefix -> identity.startsWith(prefix.value());
      case StringMatch.Suffix suffix -> identity.endsWith(suffix.value());
      case StringMatch.Regex regex -> Pattern.matches(regex.value(), identity);
    };
  }
}
