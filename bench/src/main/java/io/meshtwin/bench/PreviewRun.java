package io.meshtwin.bench;

import io.meshtwin.simulator.diff.Baseline;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The macro run: how long previews take on meshes of several sizes, one after the other in one
 * process, with the ratio to a comparison of the whole mesh.
 */
public final class PreviewRun {
  private static final int WARM_UP = 400;
  private static final int PREVIEWS = 1_000;
  private static final int HUNDRED = 100;
  private static final int FORKS = 20_000;
  private static final int COMPACTING = 4;

  private PreviewRun() {}

  /**
   * Prints a table.
   *
   * @param arguments {@code gateway-api} or {@code istio}, then sizes ({@code S}, {@code M}, {@code
   *     L}); with {@code whole} behind a size, the whole mesh is compared too
   */
  public static void main(String[] arguments) {
    MeshStyle style = MeshStyle.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    for (String argument : Arrays.copyOfRange(arguments, 1, arguments.length)) {
      boolean whole = argument.endsWith("+whole");
      measure(MeshSize.valueOf(argument.replace("+whole", "")), style, whole);
    }
  }

  private static void measure(MeshSize size, MeshStyle style, boolean whole) {
    long start = System.nanoTime();
    ScaledMesh mesh = ScaledMesh.of(size, style);
    say("%s %s: %s", size, style, mesh.image());
    say("  image in %.2f s", since(start));
    start = System.nanoTime();
    Baseline baseline = Baseline.of(mesh.resolved());
    long busy = cpu();
    baseline.warm();
    double processor = (cpu() - busy) / 1e9;
    say(
        "  baseline in %.2f s, %.2f s of processor time, heap %d MB",
        since(start), processor, heap());
    start = System.nanoTime();
    Preview first = baseline.preview(mesh.edited(0, 1, 1));
    say("  first preview in %.1f ms: %d classes", since(start) * 1e3, first.classes());
    one(mesh, baseline);
    hundred(mesh, baseline);
    ResourceEvent.Applied event = mesh.edit(0, 1);
    ResourceState route = Objects.requireNonNull(mesh.with(event).resources().get(event.key()));
    say(
        "  a fork with one route changed keeps %d bytes, with the route as it was read %d",
        forks(mesh, () -> mesh.with(route)), forks(mesh, () -> mesh.with(event)));
    if (whole) {
      whole(mesh, baseline);
    }
  }

  private static void one(ScaledMesh mesh, Baseline baseline) {
    List<Double> mesh1 = new ArrayList<>();
    List<Double> gateway = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    for (int i = 0; i < WARM_UP + PREVIEWS; i++) {
      int route = (i * 7) % mesh.source().routes();
      MeshImage image = mesh.edited(route, 1, 1 + i / mesh.source().routes());
      long before = cpu();
      long start = System.nanoTime();
      Preview preview = baseline.preview(image);
      double took = since(start) * 1e3;
      if (preview.resources().size() > 1) {
        throw new IllegalStateException("one route was edited, not " + preview.resources());
      }
      if (i >= WARM_UP) {
        busy.add((cpu() - before) / 1e6);
        all.add(took);
        (mesh.source().atGateway(route) ? gateway : mesh1).add(took);
      }
    }
    say("  one route: p50 %.2f ms, p99 %.2f ms", at(all, 0.5), at(all, 0.99));
    say("    processor time: p50 %.2f ms, p99 %.2f ms", at(busy, 0.5), at(busy, 0.99));
    say("    at Services: p50 %.2f ms, p99 %.2f ms", at(mesh1, 0.5), at(mesh1, 0.99));
    say("    at Gateways: p50 %.2f ms, p99 %.2f ms", at(gateway, 0.5), at(gateway, 0.99));
  }

  private static void hundred(ScaledMesh mesh, Baseline baseline) {
    List<Double> all = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    int differences = 0;
    for (int i = 0; i < 8; i++) {
      MeshImage image = mesh.edited(i * HUNDRED, HUNDRED, 3);
      long before = cpu();
      long start = System.nanoTime();
      differences = baseline.preview(image).differences().size();
      busy.add((cpu() - before) / 1e6);
      all.add(since(start) * 1e3);
    }
    say(
        "  a hundred routes: p50 %.1f ms, worst %.1f ms, processor time %.1f ms, %d differences",
        at(all, 0.5), at(all, 1), at(busy, 0.5), differences);
  }

  /**
   * Bytes that a fork adds to the heap.
   *
   * @param fork makes one
   */
  private static long forks(ScaledMesh mesh, Supplier<MeshImage> fork) {
    MeshImage[] kept = new MeshImage[FORKS];
    try {
      kept[0] = fork.get(); // what is worked out once
      long before = used();
      for (int i = 0; i < FORKS; i++) {
        kept[i] = fork.get();
      }
      long after = used();
      if (kept[FORKS - 1].digest().equals(mesh.image().digest())) {
        throw new IllegalStateException("nothing was changed");
      }
      return (after - before) / FORKS;
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  private static void whole(ScaledMesh mesh, Baseline baseline) {
    MeshImage image = mesh.edited(0, 1, 1);
    long before = cpu();
    long start = System.nanoTime();
    Preview whole = Differ.preview(mesh.resolved(), mesh.resolved().fork(image));
    double took = since(start);
    double busy = (cpu() - before) / 1e9;
    long again = cpu();
    Preview quick = baseline.preview(image);
    double ours = (cpu() - again) / 1e9;
    boolean same = whole.digest().equals(quick.digest()) && whole.equal() == quick.equal();
    say(
        "  the whole mesh compared: %.2f s, %.2f s of processor time, %.0f times as much, %s",
        took, busy, busy / ours, same ? "the same answer" : "ANOTHER ANSWER");
  }

  private static double at(List<Double> times, double share) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heap() {
    return used() >> 20;
  }

  /** The serial collector moves everything together only each fourth time. */
  private static long used() {
    for (int i = 0; i < COMPACTING; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not on the class path
  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
