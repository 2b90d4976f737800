package io.meshtwin.app.serve;

import io.meshtwin.app.serve.RefusalException.Kind;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.image.TwinImage;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves changes. Each step is decided on the image at the head of the log, while nobody else
 * writes, and is an event when it is allowed.
 */
public final class ChangeDesk {
  /** Who does what nobody asked for: says that a change converged, or takes it back. */
  static final String ACTOR = "meshtwin";

  private final MeshWriter writer;
  private final Previewer previewer;
  private final Clock clock;

  public ChangeDesk(MeshWriter writer, Previewer previewer, Clock clock) {
    this.writer = writer;
    this.previewer = previewer;
    this.clock = clock;
  }

  /**
   * Puts a change forward and previews it, both or neither.
   *
   * @return the change's identifier
   */
  public String propose(
      String title, List<Manifest> apply, List<ResourceKey> delete, String author) {
    if (apply.isEmpty() && delete.isEmpty()) {
      throw new RefusalException(
          Kind.INVALID, "a change needs at least one manifest", "name a file with -f or --delete");
    }
    TwinImage after =
        writer.append(image -> {
          requireKnown(image, delete);
          String id = "c" + (image.changes().all().size() + 1);
          var proposed = new ChangeEvent.Proposed(id, title, apply, delete, by(author));
          Plan plan = previewer.preview(image.approved(), Candidate.of(image, proposed));
          return List.of(proposed, new ChangeEvent.Previewed(id, plan.digest(), by(author)));
        });
    return after.changes().all().stream().reduce((first, second) -> second).orElseThrow().id();
  }

  /** Previews a change against the mesh as it is now; an approval given before ends with it. */
  public void preview(String id, String user) {
    writer.append(image -> {
      Change change = required(image, id);
      // The rules first: they are cheap, and say more than a preview that fails.
      requireAllowed(image, new ChangeEvent.Previewed(id, Digest.ZERO, by(user)));
      Plan plan = plan(image, change);
      return List.of(new ChangeEvent.Previewed(id, plan.digest(), by(user)));
    });
  }

  /**
   * Agrees to the plan that was shown.
   *
   * @param shown the plan's digest as the approver saw it, or at least its first 8 digits; null for
   *     the plan shown last
   */
  public void approve(String id, @Nullable String shown, String user) {
    step(
        id,
        change -> new ChangeEvent.Approved(id, requiredPlan(change), by(user)),
        (image, change) -> {
          if (shown != null && !isPlan(change, shown)) {
            throw stale(id, "the plan of " + id + " is not the one that you saw (" + shown + ")");
          }
          requireFresh(image, change);
        });
  }

  /** Declines. */
  public void reject(String id, String reason, String user) {
    step(id, _ -> new ChangeEvent.Rejected(id, reason, by(user)), (_, _) -> {});
  }

  /** Moves the approved image; the proxies are told as it is folded. */
  public void publish(String id, String user) {
    step(
        id,
        _ -> new ChangeEvent.Published(id, by(user)),
        (image, change) -> {
          requireSettled(image);
          requireFresh(image, change);
        });
  }

  /** Puts back what a published change replaced. */
  public void rollBack(String id, String reason, String user) {
    step(
        id,
        _ -> new ChangeEvent.RolledBack(id, reason, by(user)),
        (image, _) -> requireUntouched(image, id));
  }

  /** Says that every proxy runs the change; nothing happens when it is settled already. */
  void converged(String id, int proxies) {
    settle(new ChangeEvent.Converged(id, proxies, by(ACTOR)));
  }

  /** Puts back what the change replaced because a proxy refused it. */
  void refused(String id, String reason) {
    settle(new ChangeEvent.RolledBack(id, reason, by(ACTOR)));
  }

  /** The plan of a change that is not published yet, against the mesh as it is now. */
  public Plan plan(TwinImage image, Change change) {
    return previewer.preview(image.approved(), Candidate.of(image, change.proposal()));
  }

  private void settle(ChangeEvent event) {
    writer.append(image -> {
      Change change = image.changes().get(event.change());
      boolean pending = change != null && change.state() == ChangeState.PUBLISHED;
      return pending ? List.of(event) : List.of();
    });
  }

  private void step(
      String id, Function<Change, ChangeEvent> make, BiConsumer<TwinImage, Change> check) {
    writer.append(image -> {
      Change change = required(image, id);
      ChangeEvent event = make.apply(change);
      requireAllowed(image, event);
      check.accept(image, change);
      return List.of(event);
    });
  }

  private static void requireAllowed(TwinImage image, ChangeEvent event) {
    String refusal = image.changes().refusal(event);
    if (refusal != null) {
      throw new RefusalException(
          Kind.CONFLICT, refusal, "see: meshtwin change show " + event.change());
    }
  }

  /** The change with this identifier. */
  public static Change required(TwinImage image, String id) {
    Change change = image.changes().get(id);
    if (change == null) {
      throw new RefusalException(
          Kind.NOT_FOUND, "there is no change " + id, "see: meshtwin change list");
    }
    return change;
  }

  private static boolean isPlan(Change change, String shown) {
    return shown.length() >= 8 && String.valueOf(change.plan()).startsWith(shown);
  }

  private static Digest requiredPlan(Change change) {
    Digest plan = change.plan();
    if (plan == null) {
      throw new RefusalException(
          Kind.CONFLICT,
          "nobody has seen yet what " + change.id() + " does",
          "see: meshtwin change preview " + change.id());
    }
    return plan;
  }

  private void requireFresh(TwinImage image, Change change) {
    if (!plan(image, change).digest().equals(change.plan())) {
      throw stale(
          change.id(),
          "the mesh has moved, and " + change.id() + " would now do something else than was shown");
    }
  }

  private static RefusalException stale(String id, String message) {
    return new RefusalException(
        Kind.CONFLICT, message, "look at it again: meshtwin change preview " + id);
  }

  private static void requireSettled(TwinImage image) {
    for (Change other : image.changes().all()) {
      if (other.state() == ChangeState.PUBLISHED) {
        throw new RefusalException(
            Kind.CONFLICT,
            "change " + other.id() + " is still on its way to the proxies",
            "wait until it has converged, or: meshtwin change rollback " + other.id());
      }
    }
  }

  /** A later change on the same resource must not be undone by rolling back an earlier one. */
  private static void requireUntouched(TwinImage image, String id) {
    Map<ResourceKey, MeshDelta.Update> replaced = image.replaced().get(id);
    if (replaced == null) {
      return;
    }
    replaced.forEach((key, update) -> {
      if (!digest(image.approved().state(key)).equals(digest(update.after()))) {
        throw new RefusalException(
            Kind.CONFLICT,
            key + " was changed again after " + id,
            "roll back the later change first: meshtwin change list");
      }
    });
  }

  private static Optional<Digest> digest(@Nullable ResourceState state) {
    return Optional.ofNullable(state).map(ResourceState::digest);
  }

  private static void requireKnown(TwinImage image, List<ResourceKey> delete) {
    for (ResourceKey key : delete) {
      if (image.approved().state(key) == null) {
        throw new RefusalException(
            Kind.INVALID, "the mesh has no " + key + " to delete", "see: meshtwin change list");
      }
    }
  }

  private Provenance by(String user) {
    return new Provenance(
        ResourceKey.LOCAL,
        "",
        Actor.stated(user),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        null);
  }
}
