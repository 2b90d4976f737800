package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Subset;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be said about DestinationRules. */
public final class DestinationRuleFindings {
  private static final Set<String> OWN = Set.of("SIMPLE", "MUTUAL");

  private final MeshImage image;
  private final KnownHosts hosts;
  private final BiPredicate<String, Subset> answered;

  /**
   * @param hosts those of the image
   * @param answered whether some endpoint of a host, by its full name, is of a subset
   */
  public DestinationRuleFindings(
      MeshImage image, KnownHosts hosts, BiPredicate<String, Subset> answered) {
    this.image = image;
    this.hosts = hosts;
    this.answered = answered;
  }

  /** All of them. */
  public Stream<Finding> all() {
    return image
        .all(DestinationRule.class)
        .flatMap(rule -> Stream.of(host(rule), subsets(rule), unchecked(rule)).flatMap(f -> f));
  }

  private Stream<Finding> host(DestinationRule rule) {
    String host = rule.fullHost();
    return hosts.has(host)
        ? Stream.empty()
        : Stream.of(
            finding(
                FindingCode.RULE_HOST_NOT_FOUND,
                rule,
                "spec.host",
                host + " is no Service, and no ServiceEntry has it"));
  }

  private Stream<Finding> subsets(DestinationRule rule) {
    String host = rule.fullHost();
    return IstioNames.isWildcard(host) || !hosts.has(host)
        ? Stream.empty()
        : rule.subsets().stream()
            .filter(subset ->
                !answered.test(host, new Subset(subset.name(), new TreeMap<>(subset.labels()))))
            .map(subset ->
                finding(
                    FindingCode.SUBSET_SELECTS_NOTHING,
                    rule,
                    subset.field(),
                    "no workload behind "
                        + host
                        + " has the labels "
                        + new TreeMap<>(subset.labels())));
  }

  /** For the rule, its ports and its subsets. */
  private static Stream<Finding> unchecked(DestinationRule rule) {
    boolean selected = rule.workloadSelector() != null;
    return Stream.concat(
            Stream.ofNullable(rule.policy()),
            rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.policy())))
        .flatMap(policy ->
            Stream.concat(
                Stream.of(policy), policy.ports().stream().map(TrafficPolicy.AtPort::policy)))
        .flatMap(policy -> Stream.ofNullable(policy.tls()))
        .flatMap(tls -> Stream.ofNullable(unchecked(rule, tls, selected)));
  }

  private static @Nullable Finding unchecked(
      DestinationRule rule, ClientTls tls, boolean selected) {
    if (!OWN.contains(tls.mode())) {
      return null;
    }
    if (Boolean.TRUE.equals(tls.insecureSkipVerify())) {
      return finding(
          FindingCode.SERVER_UNCHECKED,
          rule,
          tls.field() + ".insecureSkipVerify",
          "no certificate is checked");
    }
    boolean credential = !tls.credentialName().isEmpty();
    if (credential && !selected) {
      return finding(
          FindingCode.SERVER_UNCHECKED,
          rule,
          tls.field() + ".credentialName",
          "sidecars are handed no Secret by a rule without workloadSelector: they speak plain text");
    }
    return credential || !tls.caCertificates().isEmpty()
        ? null
        : finding(
            FindingCode.SERVER_UNCHECKED,
            rule,
            tls.field() + ".caCertificates",
            "the system's authorities of each proxy decide, in older releases nobody checks");
  }

  private static Finding finding(
      FindingCode code, DestinationRule rule, String field, String message) {
    return new Finding(code, rule.key(), field, message, rule.metadata().source(field));
  }
}
