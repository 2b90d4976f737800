package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ReferenceGrant;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceAccount;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.ArrayList;
import java.util.List;

/** What a resource refers to: a pure function of the resource. */
final class ReferencesOf {
  private ReferencesOf() {}

  static List<Reference> resource(Resource resource) {
    return switch (resource) {
      case EndpointSlice slice when !slice.service().isEmpty() ->
          List.of(to(slice, Relation.SERVES, "", "Service", slice.service()));
      case EndpointSlice _ -> List.of();
      case Pod pod ->
          List.of(to(pod, Relation.RUNS_AS, "", "ServiceAccount", pod.serviceAccount()));
      case WorkloadTemplate template ->
          List.of(to(template, Relation.RUNS_AS, "", "ServiceAccount", template.serviceAccount()));
      case Gateway gateway -> List.of(toClass(gateway));
      case Route route -> route(route);
      case Namespace _, Service _, ServiceAccount _, GatewayClass _, ReferenceGrant _ -> List.of();
      case Secret _, ConfigMap _, Foreign _ -> List.of();
    };
  }

  private static List<Reference> route(Route route) {
    var references = new ArrayList<>(parents(route));
    route.backends().stream()
        .map(ref -> new Reference(ref.backend(), Relation.FORWARDS, route.key()))
        .distinct()
        .forEach(references::add);
    return references;
  }

  private static List<Reference> parents(Route route) {
    return route.parents().stream()
        .map(ref -> new Reference(ref.parent(), Relation.ATTACHES, route.key()))
        .distinct()
        .toList();
  }

  private static Reference toClass(Gateway gateway) {
    var target =
        new ResourceKey(
            gateway.key().cluster(),
            ParentRef.GATEWAY_GROUP,
            "GatewayClass",
            "",
            gateway.className());
    return new Reference(target, Relation.ATTACHES, gateway.key());
  }

  private static Reference to(
      Resource from, Relation relation, String group, String kind, String name) {
    ResourceKey key = from.key();
    return new Reference(
        new ResourceKey(key.cluster(), group, kind, key.namespace(), name), relation, key);
  }
}
