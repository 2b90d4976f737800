package io.meshtwin.app.history;

import io.meshtwin.simulator.history.Flow;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.twin.image.MeshImage;
import java.util.function.Function;

/**
 * A question about one flow.
 *
 * @param flow the client and what it dials
 * @param answer what becomes of it in an image; asked by several threads at once
 */
public record FlowQuestion(Flow flow, Function<MeshImage, Judged> answer) {}
