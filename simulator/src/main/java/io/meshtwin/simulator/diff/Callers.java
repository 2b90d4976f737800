package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.access.Matchers;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.access.AddressRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Clients that proxies can tell apart: by what routes them, and by what policies read of their
 * identities and addresses. One that has no sidecar is always among them.
 */
final class Callers {
  private static final int EXAMPLES = 3;

  private Callers() {}

  /**
   * A class of clients.
   *
   * @param clients one of them; where its address is not known, one of every class of addresses
   */
  record Kind(ClientGroup group, List<Client.InMesh> clients) {
    /** With every class of tokens. */
    List<Client> with(TokenClasses tokens) {
      var result = new ArrayList<Client>();
      for (Client.InMesh client : clients) {
        for (Token token : tokens.tokens()) {
          result.add(client.with(client.caller().with(token)));
        }
      }
      return result;
    }
  }

  static List<Kind> of(Simulator before, Simulator after, AccessAtoms atoms) {
    var matchers = new Matchers();
    Map<List<Object>, List<Workload>> classes = new LinkedHashMap<>();
    Map<String, Workload> workloads = new TreeMap<>();
    before.mesh().workloads().forEach(workload -> workloads.put(workload.name(), workload));
    after.mesh().workloads().forEach(workload -> workloads.put(workload.name(), workload));
    for (Workload workload : workloads.values()) {
      classes
          .computeIfAbsent(
              signature(List.of(before.mesh(), after.mesh()), workload, atoms, matchers),
              _ -> new ArrayList<>())
          .add(workload);
    }
    Map<String, Long> here =
        workloads.values().stream()
            .collect(Collectors.groupingBy(w -> w.key().namespace(), Collectors.counting()));
    var result = new ArrayList<Kind>();
    for (List<Workload> same : classes.values()) {
      Workload one = same.getFirst();
      boolean stays = after.mesh().workload(one.key().cluster(), one.name()) != null;
      ClientScope scope =
          stays
              ? Population.scope(after.mesh(), before.mesh(), one)
              : Population.scope(before.mesh(), after.mesh(), one);
      List<String> names = same.stream().map(Workload::name).toList();
      var group =
          new ClientGroup(
              List.of(scope),
              List.of(scope.namespace()),
              names.size(),
              names.subList(0, Math.min(EXAMPLES, names.size())),
              extent(same.size(), workloads.size(), here.getOrDefault(scope.namespace(), 0L)));
      result.add(kind(group, scope, one.name(), Caller.of(one), atoms));
    }
    return result;
  }

  private static ClientGroup.Extent extent(int some, int all, long inNamespace) {
    if (some == all) {
      return ClientGroup.Extent.EVERYBODY;
    }
    return some == inNamespace ? ClientGroup.Extent.NAMESPACES : ClientGroup.Extent.SOME;
  }

  private static Kind kind(
      ClientGroup group, ClientScope scope, String name, Caller caller, AccessAtoms atoms) {
    List<String> addresses =
        caller.address() == null ? AddressClasses.of(atoms.ranges()) : List.of();
    return new Kind(
        group,
        addresses.isEmpty()
            ? List.of(new Client.InMesh(scope, name, caller))
            : addresses.stream()
                .map(address -> new Client.InMesh(scope, name, caller.at(address)))
                .toList());
  }

  /** One without a sidecar, of a namespace. */
  static Kind plain(String cluster, String namespace, AccessAtoms atoms) {
    var scope = new ClientScope(cluster, namespace, new TreeMap<>(), false);
    var group = ClientGroup.ofNobody(List.of(scope));
    return kind(group, scope, "a client without a sidecar", Caller.UNKNOWN, atoms);
  }

  private static List<Object> signature(
      List<ResolvedMesh> sides, Workload workload, AccessAtoms atoms, Matchers matchers) {
    List<Object> signature = new ArrayList<>();
    for (ResolvedMesh mesh : sides) {
      signature.add(mesh.scope(workload));
      String identity = mesh.identity(workload.key().namespace(), workload.serviceAccount());
      atoms.peers().forEach(match -> signature.add(matchers.takes(match, identity)));
    }
    AddressRange address =
        workload.addresses().isEmpty() ? null : AddressRange.parse(workload.addresses().getFirst());
    atoms
        .ranges()
        .forEach(range ->
            signature.add(address == null ? "unknown" : String.valueOf(range.contains(address))));
    return signature;
  }
}
