package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Annotations of Istio's that do nothing, or not for long. */
final class AnnotationFindings {
  /** What Istio itself writes. */
  private static final Set<String> WRITTEN =
      Set.of(Workload.SIDECAR_STATUS, "gateway.istio.io/controller-version", "istio.io/rev");

  private static final String TEMPLATE = "spec.template.metadata.annotations";
  private static final String OWN = "metadata.annotations";

  private final MeshImage image;

  AnnotationFindings(MeshImage image) {
    this.image = image;
  }

  Stream<Finding> all() {
    Stream<Finding> own =
        Stream.<Stream<? extends io.meshtwin.twin.resource.Resource>>of(
                image.all(Namespace.class), image.all(Service.class), image.all(Pod.class))
            .flatMap(resources -> resources)
            .map(io.meshtwin.twin.resource.Resource::metadata)
            .flatMap(m -> of(m, m.key().kind(), OWN, m.annotations()));
    Stream<Finding> templates =
        image
            .all(WorkloadTemplate.class)
            .flatMap(template ->
                Stream.concat(
                    of(
                        template.metadata(),
                        template.key().kind(),
                        OWN,
                        template.metadata().annotations()),
                    of(template.metadata(), "Pod", TEMPLATE, template.podAnnotations())));
    return Stream.concat(own, templates);
  }

  private static Stream<Finding> of(
      Metadata metadata, String kind, String field, Map<String, String> annotations) {
    return new TreeMap<>(annotations)
        .entrySet().stream()
            .filter(entry -> IstioAnnotation.isIstios(entry.getKey()))
            .filter(entry -> !WRITTEN.contains(entry.getKey()))
            .flatMap(entry ->
                of(metadata, kind, field + "." + entry.getKey(), entry.getKey(), entry.getValue()));
  }

  private static Stream<Finding> of(
      Metadata metadata, String kind, String field, String name, String value) {
    IstioAnnotation known = IstioAnnotation.of(name);
    if (known == null) {
      return one(FindingCode.ANNOTATION_IDLE, metadata, field, "Istio reads no such annotation");
    }
    if (!known.belongsTo(kind)) {
      String of = String.join(" or ", known.kinds().stream().sorted().toList());
      return one(
          FindingCode.ANNOTATION_IDLE, metadata, field, "Istio reads it of a " + of + " only");
    }
    Stream<Finding> wrong =
        known.valid().test(value)
            ? Stream.empty()
            : one(FindingCode.ANNOTATION_IDLE, metadata, field, "Istio refuses the value " + value);
    boolean own = kind.equals("Pod") && metadata.annotations().containsKey(Workload.SIDECAR_STATUS);
    // Injection repeats on the Pod what it decided, where Istio's CNI plugin reads it.
    Stream<Finding> alpha = own ? Stream.empty() : alpha(known, metadata, field);
    return Stream.of(wrong, deprecated(known, metadata, field, name), alpha)
        .flatMap(findings -> findings);
  }

  /** Where the label of the same name is there too, both are kept on purpose. */
  private static Stream<Finding> deprecated(
      IstioAnnotation known, Metadata metadata, String field, String name) {
    String instead = known.deprecated();
    if (instead == null || metadata.labels().containsKey(name)) {
      return Stream.empty();
    }
    return one(
        FindingCode.DEPRECATED,
        metadata,
        field,
        instead.isEmpty() ? "will go without anything in its place" : "use " + instead);
  }

  private static Stream<Finding> alpha(IstioAnnotation known, Metadata metadata, String field) {
    return known.alpha() && known.traffic()
        ? one(FindingCode.ALPHA, metadata, field, "what it does may change with any release")
        : Stream.empty();
  }

  private static Stream<Finding> one(
      FindingCode code, Metadata metadata, String field, String message) {
    return Stream.of(MeshFindings.finding(code, metadata, field, message));
  }
}
