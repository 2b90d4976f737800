package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayListener;
import io.meshtwin.twin.resource.GatewayTls.ClientChecks;
import io.meshtwin.twin.resource.ListenerTls;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener's side of TLS: what it shows to clients, and what it asks of theirs (GEP-91).
 *
 * @param terminates whether TLS ends at the listener
 * @param tls its side of the handshake; null where TLS does not end here or nothing can be shown
 * @param ownOptions whether it has no certificates, only options, which are implementations' own
 * @param certificateProblems of references to its certificates
 * @param authorityProblems of references to what signs clients' certificates
 * @param withoutAuthority whether clients' certificates are to be checked and none can be
 */
public record ListenerSecurity(
    boolean terminates,
    @Nullable ServerTls tls,
    boolean ownOptions,
    List<RefProblem> certificateProblems,
    List<RefProblem> authorityProblems,
    boolean withoutAuthority) {
  private static final ListenerSecurity NONE =
      new ListenerSecurity(false, null, false, List.of(), List.of(), false);

  public ListenerSecurity {
    certificateProblems = List.copyOf(certificateProblems);
    authorityProblems = List.copyOf(authorityProblems);
  }

  /** Whether a handshake can be made: also with an implementation's own options. */
  boolean usable() {
    return tls != null || ownOptions;
  }

  static ListenerSecurity of(
      Gateway gateway, ResourceKey owner, GatewayListener listener, TrustRefs refs) {
    ListenerTls settings = listener.tls();
    boolean https = listener.protocol().equals("HTTPS");
    boolean ends = settings != null && !settings.passthrough();
    boolean terminates = https || (listener.protocol().equals("TLS") && ends);
    if (!terminates) {
      return NONE;
    }
    List<ResourceKey> shown = List.of();
    List<RefProblem> problems = List.of();
    if (settings == null) {
      String message = "a listener with protocol HTTPS needs a certificate";
      problems = List.of(new RefProblem(RefProblem.Cause.INVALID, message, listener.field()));
    } else {
      TrustRefs.Checked checked = refs.certificates(owner, settings.certificates());
      shown = checked.valid();
      problems = checked.problems();
    }
    // The settings of the Gateway are for HTTPS only (FrontendTLSConfig.default).
    ClientChecks checks = https ? gateway.tls().clients(listener.port()) : null;
    TrustRefs.Checked signers =
        checks == null
            ? new TrustRefs.Checked(List.of(), List.of())
            : refs.authorities(gateway.key(), checks.authorities());
    boolean without = checks != null && signers.valid().isEmpty();
    ClientValidation clients =
        checks == null || without
            ? null
            : new ClientValidation(signers.valid(), checks.insecureFallback());
    ServerTls tls = shown.isEmpty() || without ? null : new ServerTls(shown, clients);
    boolean own = settings != null && settings.options() && settings.certificates().isEmpty();
    return new ListenerSecurity(true, tls, own, problems, signers.problems(), without);
  }
}
