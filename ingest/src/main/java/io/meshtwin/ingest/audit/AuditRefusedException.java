package io.meshtwin.ingest.audit;

/** What was sent is no audit log; the message says why and quotes nothing of it. */
public final class AuditRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AuditRefusedException(String reason) {
    super(reason);
  }
}
