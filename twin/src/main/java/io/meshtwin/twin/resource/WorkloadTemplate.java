package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;

/**
 * A Deployment, StatefulSet or DaemonSet: the pods that it stands for.
 *
 * @param metadata identity
 * @param podLabels labels of its pods
 * @param podAnnotations annotations of its pods
 * @param serviceAccount what they run as
 * @param ports declared container ports
 * @param replicas how many, 1 for a DaemonSet
 * @param traits what decides about its pods' sidecars
 */
public record WorkloadTemplate(
    Metadata metadata,
    Map<String, String> podLabels,
    Map<String, String> podAnnotations,
    String serviceAccount,
    List<ContainerPort> ports,
    int replicas,
    PodTraits traits)
    implements Resource {
  public WorkloadTemplate {
    podLabels = Map.copyOf(podLabels);
    podAnnotations = Map.copyOf(podAnnotations);
    ports = List.copyOf(ports);
  }

  static WorkloadTemplate read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    int replicas = spec.integer("replicas", 1, 0, Integer.MAX_VALUE);
    Fields template = spec.object("template");
    Fields podMetadata = template.object("metadata");
    Map<String, String> labels = podMetadata.texts("labels");
    Map<String, String> annotations = podMetadata.texts("annotations");
    podMetadata.ignoreRest();
    Fields podSpec = template.object("spec");
    String account = podSpec.text("serviceAccountName", "default");
    List<ContainerPort> ports = ContainerPort.readAll(podSpec);
    PodTraits traits = PodTraits.read(podSpec);
    podSpec.ignoreRest();
    template.done();
    spec.ignoreRest();
    body.done();
    return new WorkloadTemplate(metadata, labels, annotations, account, ports, replicas, traits);
  }
}
