package io.meshtwin.app.history;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Audited;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who did something, and how sure that is.
 *
 * @param name empty where nobody is known
 * @param request of the API server's audit log, null where none is known
 */
public record Attribution(String name, Certainty certainty, Audited.@Nullable Request request) {
  /** How sure an attribution is. */
  public enum Certainty {
    /** The audit log says that this request made this version. */
    EXACT,
    /** The audit log has a request of this user for this resource at this time. */
    LIKELY,
    /** Whoever recorded the event said so: a commit's author, a principal of the change API. */
    STATED,
    /** The name of a program, from {@code managedFields}. */
    FIELD_MANAGER,
    /** Nobody is known. */
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** As the event itself says. */
  static Attribution of(Actor actor) {
    Certainty certainty =
        switch (actor.evidence()) {
          case NONE -> Certainty.NONE;
          case FIELD_MANAGER -> Certainty.FIELD_MANAGER;
          case STATED -> Certainty.STATED;
          case AUDIT -> Certainty.EXACT;
        };
    return new Attribution(actor.name(), certainty, null);
  }

  /** As an audited request says. */
  static Attribution of(Audited audited, Certainty certainty) {
    return new Attribution(audited.provenance().actor().name(), certainty, audited.request());
  }

  /** For one line. */
  public String words() {
    if (certainty == Certainty.NONE) {
      return "nobody known";
    }
    String acting =
        request == null || request.impersonator().isEmpty()
            ? ""
            : ", impersonated by " + request.impersonator();
    String from =
        request == null || request.address().isEmpty() ? "" : " from " + request.address();
    return name + from + " (" + certainty.toString().replace('-', ' ') + acting + ")";
  }
}
