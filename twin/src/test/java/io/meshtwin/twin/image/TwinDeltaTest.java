package io.meshtwin.twin.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwinDeltaTest {
  private static final Digest PLAN = Digest.of("plan");
  private static final String OLD = Meshes.route("shop", "r", "shop/cart", "[{name: old}]");
  private static final String NEW = Meshes.route("shop", "r", "shop/cart", "[{name: new}]");

  private final List<Event> events = new ArrayList<>();

  private static Provenance by(String name) {
    return Provenance.ofManifest(new SourceLocation("-", 1), Meshes.TIME)
        .by(Actor.stated(name), Meshes.TIME);
  }

  private TwinImage fold(int batch) {
    TwinImage image = TwinImage.EMPTY;
    for (int from = 0; from < events.size(); from += batch) {
      var delta = new TwinDelta(image);
      for (int i = from; i < Math.min(events.size(), from + batch); i++) {
        delta.replay(i, events.get(i));
      }
      image = delta.apply();
    }
    return image;
  }

  private void observe(String yaml) {
    events.addAll(Meshes.applied(yaml));
  }

  private void propose(String yaml) {
    List<Manifest> manifests = Meshes.applied(yaml).stream().map(e -> e.manifest()).toList();
    events.add(new ChangeEvent.Proposed("c1", "t", manifests, List.of(), by("alice")));
    events.add(new ChangeEvent.Previewed("c1", PLAN, by("alice")));
  }

  @Test
  void beforeAdoptionWhatIsObservedIsApproved() {
    observe(Meshes.service("shop", "cart") + OLD);
    TwinImage image = fold(2);
    assertThat(image.approved().digest()).isEqualTo(image.observed().digest());
  }

  @Test
  void afterAdoptionRoutesWaitAndWorkloadsFlow() {
    observe(Meshes.service("shop", "cart") + OLD);
    events.add(new Adopted(by("meshtwin")));
    observe(NEW + Meshes.service("shop", "pay"));
    TwinImage image = fold(1);
    assertThat(image.drift()).containsExactly(Meshes.key("HTTPRoute", "shop", "r"));
    assertThat(image.approved().state(Meshes.key("Service", "shop", "pay"))).isNotNull();
  }

  @Test
  void aPublishedChangeIsApprovedAndARollbackPutsBackWhatItReplaced() {
    observe(Meshes.service("shop", "cart") + OLD);
    events.add(new Adopted(by("meshtwin")));
    MeshImage before = fold(1).approved();
    propose(NEW + Meshes.route("shop", "more", "shop/cart", "[]"));
    events.add(new ChangeEvent.Approved("c1", PLAN, by("bob")));
    events.add(new ChangeEvent.Published("c1", by("bob")));
    TwinImage published = fold(3);
    assertThat(published.approved().state(Meshes.key("HTTPRoute", "shop", "more"))).isNotNull();
    events.add(new ChangeEvent.RolledBack("c1", "NACK", by("meshtwin")));
    assertThat(fold(1).approved().digest()).isEqualTo(before.digest());
    assertThat(fold(100).approved().digest()).isEqualTo(before.digest());
  }

  @Test
  void whoeverProposedCannotApprove() {
    propose(NEW);
    events.add(new ChangeEvent.Approved("c1", PLAN, by("alice")));
    TwinImage image = fold(1);
    assertThat(image.changes().get("c1"))
        .extracting(change -> change.state())
        .isEqualTo(ChangeState.PREVIEWED);
    assertThat(image.setAside())
        .extracting(SetAside::reason)
        .containsExactly("alice proposed c1: somebody else has to approve it");
  }

  @Test
  void anApprovalHoldsForThePlanThatWasShownAndNoOther() {
    propose(NEW);
    events.add(new ChangeEvent.Approved("c1", Digest.of("another"), by("bob")));
    assertThat(fold(1).setAside()).hasSize(1);
    events.add(new ChangeEvent.Published("c1", by("bob")));
    assertThat(fold(1).setAside())
        .extracting(SetAside::reason)
        .contains("change c1 is previewed and cannot be published");
  }

  @Test
  void aNewPreviewWithdrawsTheApproval() {
    propose(NEW);
    events.add(new ChangeEvent.Approved("c1", PLAN, by("bob")));
    events.add(new ChangeEvent.Previewed("c1", Digest.of("moved"), by("alice")));
    events.add(new ChangeEvent.Published("c1", by("bob")));
    assertThat(fold(1).setAside()).hasSize(1);
  }
}
