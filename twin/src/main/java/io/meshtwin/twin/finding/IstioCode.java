package io.meshtwin.twin.finding;

import java.util.List;
import java.util.Map;

/**
 * The codes of {@code istioctl analyze} (istio, {@code pkg/config/analysis/msg/messages.yaml}), and
 * the findings that say the same here, or why none does.
 */
public enum IstioCode {
  /** Nothing here says it. */
  IST0001("InternalError", "an error of that tool itself"),
  /** {@link #findings} say it. */
  IST0002("Deprecated"),
  /** {@link #findings} say it. */
  IST0101("ReferencedResourceNotFound"),
  /** Nothing here says it. */
  IST0102(
      "NamespaceNotInjected",
      "a namespace without sidecars is no mistake; who has one shows in every answer"),
  /** {@link #findings} say it. */
  IST0103("PodMissingProxy"),
  /** {@link #findings} say it. */
  IST0106("SchemaValidationError"),
  /** {@link #findings} say it. */
  IST0107("MisplacedAnnotation"),
  /** {@link #findings} say it. */
  IST0108("UnknownAnnotation"),
  /** {@link #findings} say it. */
  IST0109("ConflictingMeshGatewayVirtualServiceHosts"),
  /** {@link #findings} say it. */
  IST0110("ConflictingSidecarWorkloadSelectors"),
  /** {@link #findings} say it. */
  IST0111("MultipleSidecarsWithoutWorkloadSelectors"),
  /** {@link #findings} say it. */
  IST0112("VirtualServiceDestinationPortSelectorRequired"),
  /** {@link #findings} say it. */
  IST0116("DeploymentAssociatedToMultipleServices"),
  /** {@link #findings} say it. */
  IST0118("PortNameIsNotUnderNamingConvention"),
  /** {@link #findings} say it. */
  IST0123("NamespaceMultipleInjectionLabels"),
  /** {@link #findings} say it. */
  IST0125("InvalidAnnotation"),
  /** Nothing here says it. */
  IST0126(
      "UnknownMeshNetworksServiceRegistry",
      "networks of several registries are not read; endpoints elsewhere make answers unknown"),
  /** {@link #findings} say it. */
  IST0127("NoMatchingWorkloadsFound"),
  /** {@link #findings} say it. */
  IST0128("NoServerCertificateVerificationDestinationLevel"),
  /** {@link #findings} say it. */
  IST0129("NoServerCertificateVerificationPortLevel"),
  /** {@link #findings} say it. */
  IST0130("VirtualServiceUnreachableRule"),
  /** {@link #findings} say it. */
  IST0131("VirtualServiceIneffectiveMatch"),
  /** {@link #findings} say it. */
  IST0132("VirtualServiceHostNotFoundInGateway"),
  /** {@link #findings} say it. */
  IST0133("SchemaWarning"),
  /** {@link #findings} say it. */
  IST0134("ServiceEntryAddressesRequired"),
  /** {@link #findings} say it. */
  IST0135("DeprecatedAnnotation"),
  /** {@link #findings} say it. */
  IST0136("AlphaAnnotation"),
  /** {@link #findings} say it. */
  IST0137("DeploymentConflictingPorts"),
  /** {@link #findings} say it. */
  IST0138("GatewayDuplicateCertificate"),
  /** Nothing here says it. */
  IST0139("InvalidWebhook", "about installing Istio, not about traffic"),
  /** {@link #findings} say it. */
  IST0140("IngressRouteRulesNotAffected"),
  /** Nothing here says it. */
  IST0141("InsufficientPermissions", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0142("UnsupportedKubernetesVersion", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0143("LocalhostListener", "what a process listens on is not in any manifest"),
  /** {@link #findings} say it. */
  IST0144("InvalidApplicationUID"),
  /** {@link #findings} say it. */
  IST0145("ConflictingGateways"),
  /** Nothing here says it. */
  IST0146("ImageAutoWithoutInjectionWarning", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0147("ImageAutoWithoutInjectionError", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0148("NamespaceInjectionEnabledByDefault", "settings of the injector are not read"),
  /** {@link #findings} say it. */
  IST0149("JwtClaimBasedRoutingWithoutRequestAuthN"),
  /** {@link #findings} say it. */
  IST0150("ExternalNameServiceTypeInvalidPortName"),
  /** {@link #findings} say it. */
  IST0151("EnvoyFilterUsesRelativeOperation"),
  /** {@link #findings} say it. */
  IST0152("EnvoyFilterUsesReplaceOperationIncorrectly"),
  /** {@link #findings} say it. */
  IST0153("EnvoyFilterUsesAddOperationIncorrectly"),
  /** {@link #findings} say it. */
  IST0154("EnvoyFilterUsesRemoveOperationIncorrectly"),
  /** {@link #findings} say it. */
  IST0155("EnvoyFilterUsesRelativeOperationWithProxyVersion"),
  /** Nothing here says it. */
  IST0156(
      "UnsupportedGatewayAPIVersion",
      "meshtwin status says which versions of the Gateway API it knows"),
  /** Nothing here says it. */
  IST0157("InvalidTelemetryProvider", "logs, metrics and traces decide no answer"),
  /** Nothing here says it. */
  IST0158("PodsIstioProxyImageMismatchInNamespace", "a proxy's image is not read"),
  /** Nothing here says it. */
  IST0159("ConflictingTelemetryWorkloadSelectors", "logs, metrics and traces decide no answer"),
  /** Nothing here says it. */
  IST0160(
      "MultipleTelemetriesWithoutWorkloadSelectors", "logs, metrics and traces decide no answer"),
  /** {@link #findings} say it. */
  IST0161("InvalidGatewayCredential"),
  /** {@link #findings} say it. */
  IST0162("GatewayPortNotDefinedOnService"),
  /** Nothing here says it. */
  IST0163("InvalidExternalControlPlaneConfig", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0164("ExternalControlPlaneAddressIsNotAHostname", "about installing Istio, not about traffic"),
  /** {@link #findings} say it. */
  IST0165("ReferencedInternalGateway"),
  /** {@link #findings} say it. */
  IST0166("IneffectiveSelector"),
  /** {@link #findings} say it. */
  IST0167("IneffectivePolicy"),
  /** Nothing here says it. */
  IST0168("UnknownUpgradeCompatibility", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0169("UpdateIncompatibility", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0170(
      "MultiClusterInconsistentService",
      "Services of one name in several clusters are told apart, each answers for its own"),
  /** Nothing here says it. */
  IST0171(
      "NegativeConditionStatus", "meshtwin status predicts conditions instead of repeating them"),
  /** Nothing here says it. */
  IST0172(
      "FutureUnsupportedGatewayAPIVersion",
      "meshtwin status says which versions of the Gateway API it knows"),
  /** {@link #findings} say it. */
  IST0173("DestinationRuleSubsetNotSelectPods"),
  /** {@link #findings} say it. */
  IST0174("UnknownDestinationRuleHost"),
  /** Nothing here says it. */
  IST0175("JwksUriFetchUnrestricted", "about installing Istio, not about traffic"),
  /** Nothing here says it. */
  IST0176(
      "GatewayAPICRDVersionBelowMinimum",
      "meshtwin status says which versions of the Gateway API it knows"),
  /** {@link #findings} say it. */
  IST0177("ConflictingServiceEntryProtocol");

  /** Which findings say what its codes say. */
  private static final Map<IstioCode, List<FindingCode>> FINDINGS =
      Map.ofEntries(
          Map.entry(IST0002, List.of(FindingCode.DEPRECATED)),
          Map.entry(
              IST0101,
              List.of(
                  FindingCode.PARENT_NOT_FOUND,
                  FindingCode.BACKEND_NOT_FOUND,
                  FindingCode.GATEWAY_UNSERVED,
                  FindingCode.GATEWAY_WITHOUT_CREDENTIAL,
                  FindingCode.GATEWAY_NOT_FOUND,
                  FindingCode.HOST_NOT_FOUND,
                  FindingCode.SUBSET_NOT_FOUND,
                  FindingCode.DESTINATION_PORT_NOT_FOUND,
                  FindingCode.DELEGATE_NOT_FOUND,
                  FindingCode.SIDECAR_SELECTS_NOTHING,
                  FindingCode.SOURCE_NOT_FOUND)),
          Map.entry(IST0103, List.of(FindingCode.POD_WITHOUT_SIDECAR)),
          Map.entry(IST0106, List.of(FindingCode.UNKNOWN_FIELD, FindingCode.INVALID_FIELD)),
          Map.entry(IST0107, List.of(FindingCode.ANNOTATION_IDLE)),
          Map.entry(IST0108, List.of(FindingCode.ANNOTATION_IDLE)),
          Map.entry(IST0109, List.of(FindingCode.HOST_CONFLICT)),
          Map.entry(IST0110, List.of(FindingCode.SIDECAR_CONFLICT)),
          Map.entry(IST0111, List.of(FindingCode.SIDECAR_CONFLICT)),
          Map.entry(IST0112, List.of(FindingCode.PORT_OF_SEVERAL)),
          Map.entry(IST0116, List.of(FindingCode.PORT_PROTOCOL_CONFLICT)),
          Map.entry(IST0118, List.of(FindingCode.PORT_NAME_SILENT)),
          Map.entry(IST0123, List.of(FindingCode.INJECTION_LABELS)),
          Map.entry(IST0125, List.of(FindingCode.ANNOTATION_IDLE)),
          Map.entry(
              IST0127, List.of(FindingCode.GATEWAY_UNSERVED, FindingCode.POLICY_SELECTS_NOTHING)),
          Map.entry(IST0128, List.of(FindingCode.SERVER_UNCHECKED)),
          Map.entry(IST0129, List.of(FindingCode.SERVER_UNCHECKED)),
          Map.entry(IST0130, List.of(FindingCode.RULE_UNREACHABLE)),
          Map.entry(IST0131, List.of(FindingCode.RULE_UNREACHABLE)),
          Map.entry(IST0132, List.of(FindingCode.HOST_NOT_ON_GATEWAY)),
          Map.entry(IST0133, List.of(FindingCode.FIELD_WITHOUT_EFFECT)),
          Map.entry(IST0134, List.of(FindingCode.ENTRY_WITHOUT_ADDRESS)),
          Map.entry(IST0135, List.of(FindingCode.DEPRECATED)),
          Map.entry(IST0136, List.of(FindingCode.ALPHA)),
          Map.entry(IST0137, List.of(FindingCode.TARGET_PORT_CONFLICT)),
          Map.entry(IST0138, List.of(FindingCode.CERTIFICATE_SHARED)),
          Map.entry(IST0140, List.of(FindingCode.MESH_RULES_PASSED_BY)),
          Map.entry(IST0144, List.of(FindingCode.PROXY_USER)),
          Map.entry(IST0145, List.of(FindingCode.SERVER_SKIPPED)),
          Map.entry(IST0149, List.of(FindingCode.CLAIMS_WITHOUT_TOKENS)),
          Map.entry(IST0150, List.of(FindingCode.EXTERNAL_NAME_PORT)),
          Map.entry(IST0151, List.of(FindingCode.NOT_MODELLED)),
          Map.entry(IST0152, List.of(FindingCode.NOT_MODELLED)),
          Map.entry(IST0153, List.of(FindingCode.NOT_MODELLED)),
          Map.entry(IST0154, List.of(FindingCode.NOT_MODELLED)),
          Map.entry(IST0155, List.of(FindingCode.NOT_MODELLED)),
          Map.entry(IST0161, List.of(FindingCode.GATEWAY_WITHOUT_CREDENTIAL)),
          Map.entry(IST0162, List.of(FindingCode.GATEWAY_PORT_NOT_ON_SERVICE)),
          Map.entry(IST0165, List.of(FindingCode.GATEWAY_INTERNAL)),
          Map.entry(IST0166, List.of(FindingCode.SELECTOR_AT_GATEWAY)),
          Map.entry(
              IST0167,
              List.of(
                  FindingCode.POLICY_SELECTS_NOTHING,
                  FindingCode.POLICY_INEFFECTIVE,
                  FindingCode.SIDECAR_SELECTS_NOTHING)),
          Map.entry(IST0173, List.of(FindingCode.SUBSET_SELECTS_NOTHING)),
          Map.entry(IST0174, List.of(FindingCode.RULE_HOST_NOT_FOUND)),
          Map.entry(IST0177, List.of(FindingCode.ENTRY_PROTOCOL_CONFLICT)));

  private final String title;
  private final String without;

  IstioCode(String title) {
    this(title, "");
  }

  IstioCode(String title, String without) {
    this.title = title;
    this.without = without;
  }

  /** Its name there. */
  public String title() {
    return title;
  }

  /** What says the same here; empty where nothing does. */
  public List<FindingCode> findings() {
    return FINDINGS.getOrDefault(this, List.of());
  }

  /** Why nothing says it here; empty where something does. */
  public String without() {
    return without;
  }
}
