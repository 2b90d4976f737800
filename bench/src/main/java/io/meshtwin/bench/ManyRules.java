package io.meshtwin.bench;

import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * The comparison of one virtual host with a thousand rules, of which a half are regular
 * expressions: after ten of them changed, and after all of them were written otherwise. The first
 * of three rounds meets code that is not compiled yet.
 */
public final class ManyRules {
  private static final int RULES = 1_000;
  private static final int CHANGED = 10;

  private ManyRules() {}

  /** Prints a table. */
  public static void main(String[] arguments) {
    for (int i = 0; i < 3; i++) {
      say("ten rules lead elsewhere", mesh(false, false, 0), mesh(false, false, CHANGED));
      say("ten rules have other paths", mesh(false, false, 0), mesh(false, true, CHANGED));
      say("all expressions are written otherwise", mesh(false, false, 0), mesh(true, false, 0));
    }
  }

  private static void say(String what, ResolvedMesh before, ResolvedMesh after) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long busy = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Preview preview = Differ.preview(before, after);
    double seconds = (System.nanoTime() - start) / 1e9;
    double processor = (threads.getCurrentThreadCpuTime() - busy) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %.2f s, %.2f s of processor time, %d classes, %d differences, %d of them undecided",
            what,
            seconds,
            processor,
            preview.classes(),
            preview.differences().size(),
            preview.unknown()));
  }

  private static ResolvedMesh mesh(boolean otherwise, boolean moved, int changed) {
    var mesh = new BenchMesh();
    mesh.service("shop");
    mesh.service("other");
    for (int i = 0; i < RULES; i++) {
      boolean is = i % (RULES / CHANGED) == 7 && changed > 0;
      String path = is && moved ? "/moved" + value(i, otherwise) : value(i, otherwise);
      String match = "[{\"path\":{\"type\":\"" + type(i) + "\",\"value\":\"" + path + "\"}}]";
      mesh.route("r" + i, "shop", is && !moved ? "other" : "shop", match);
    }
    ResolvedMesh resolved = mesh.simulator().mesh();
    // Manifests are read when a mesh is loaded, not when it is compared.
    var _ = resolved.image().read();
    return resolved;
  }

  private static String type(int rule) {
    return rule % 2 == 0 ? "RegularExpression" : rule % 4 == 1 ? "Exact" : "PathPrefix";
  }

  private static String value(int rule, boolean otherwise) {
    if (rule % 2 != 0) {
      return (rule % 4 == 1 ? "/exact/" : "/prefix/") + rule;
    }
    String word = otherwise ? "[a-z][a-z]*" : "[a-z]+";
    return rule % 4 == 0 ? "/regex-" + rule + "/" + word : "/items/" + word + "/" + rule;
  }
}
