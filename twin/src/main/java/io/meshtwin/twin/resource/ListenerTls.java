package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;

/**
 * A listener's TLS settings (ListenerTLSConfig).
 *
 * @param passthrough whether the session is passed on as it is, instead of being terminated
 * @param certificates references to the certificates that are shown
 * @param options whether there are options; all of them are implementations' own
 * @param field the settings' path
 */
public record ListenerTls(
    boolean passthrough, List<ObjectRef> certificates, boolean options, String field) {
  private static final int MOST_CERTIFICATES = 64;

  public ListenerTls {
    certificates = List.copyOf(certificates);
  }

  static ListenerTls read(ResourceKey owner, Fields tls) {
    String mode = tls.word("mode", "Terminate", List.of("Terminate", "Passthrough"));
    List<ObjectRef> certificates = tls.list("certificateRefs", ref -> ObjectRef.secret(owner, ref));
    boolean options = !tls.texts("options").isEmpty();
    tls.done();
    boolean passthrough = "Passthrough".equals(mode);
    if (!passthrough && certificates.isEmpty() && !options) {
      tls.invalid("certificateRefs", "or options must be given when mode is Terminate");
    }
    if (certificates.size() > MOST_CERTIFICATES) {
      tls.invalid("certificateRefs", "must have at most " + MOST_CERTIFICATES + " entries");
    }
    return new ListenerTls(passthrough, certificates, options, tls.path());
  }
}
