package io.meshtwin.twin.finding;

import java.util.List;
import java.util.Map;

/**
 * The codes of {@code istioctl analyze} that concern traffic (istio, {@code
 * pkg/config/analysis/msg/messages.yaml}), and the findings that say the same here.
 */
public enum IstioCode {
  /** Something names what is not there. */
  IST0101("ReferencedResourceNotFound"),
  /** A schema's or the webhook's errors. */
  IST0106("SchemaValidationError"),
  /** Two VirtualServices for one host in the mesh. */
  IST0109("ConflictingMeshGatewayVirtualServiceHosts"),
  /** A selector that no workload meets. */
  IST0127("NoMatchingWorkloadsFound"),
  /** Rules behind others: exact here, a comparison of texts there. */
  IST0130("VirtualServiceUnreachableRule"),
  /** Matches behind others. */
  IST0131("VirtualServiceIneffectiveMatch"),
  /** A host without a server. */
  IST0132("VirtualServiceHostNotFoundInGateway"),
  /** A schema's or the webhook's warnings. */
  IST0133("SchemaWarning"),
  /** One certificate in several Gateways. */
  IST0138("GatewayDuplicateCertificate"),
  /** Servers that do not go together. */
  IST0145("ConflictingGateways"),
  /** A Secret that holds no certificate. */
  IST0161("InvalidGatewayCredential"),
  /** A port that no Service leads to. */
  IST0162("GatewayPortNotDefinedOnService"),
  /** A policy that protects nobody. */
  IST0167("IneffectivePolicy");

  /** Which findings say what its codes say. */
  private static final Map<IstioCode, List<FindingCode>> FINDINGS =
      Map.ofEntries(
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
                  FindingCode.DELEGATE_NOT_FOUND)),
          Map.entry(IST0106, List.of(FindingCode.UNKNOWN_FIELD, FindingCode.INVALID_FIELD)),
          Map.entry(IST0109, List.of(FindingCode.HOST_CONFLICT)),
          Map.entry(
              IST0127, List.of(FindingCode.GATEWAY_UNSERVED, FindingCode.POLICY_SELECTS_NOTHING)),
          Map.entry(IST0130, List.of(FindingCode.RULE_UNREACHABLE)),
          Map.entry(IST0131, List.of(FindingCode.RULE_UNREACHABLE)),
          Map.entry(IST0132, List.of(FindingCode.HOST_NOT_ON_GATEWAY)),
          Map.entry(IST0133, List.of(FindingCode.FIELD_WITHOUT_EFFECT)),
          Map.entry(IST0138, List.of(FindingCode.CERTIFICATE_SHARED)),
          Map.entry(IST0145, List.of(FindingCode.SERVER_SKIPPED)),
          Map.entry(IST0161, List.of(FindingCode.GATEWAY_WITHOUT_CREDENTIAL)),
          Map.entry(IST0162, List.of(FindingCode.GATEWAY_PORT_NOT_ON_SERVICE)),
          Map.entry(
              IST0167,
              List.of(FindingCode.POLICY_SELECTS_NOTHING, FindingCode.POLICY_INEFFECTIVE)));

  private final String title;

  IstioCode(String title) {
    this.title = title;
  }

  /** Its name there. */
  public String title() {
    return title;
  }

  /** What says the same here. */
  public List<FindingCode> findings() {
    return FINDINGS.getOrDefault(this, List.of());
  }
}
