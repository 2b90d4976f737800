package io.meshtwin.app.progress;

/** Where progress is shown. */
interface Display {
  /** Shows nothing. */
  Display NONE =
      new Display() {
        @Override
        public void show(Standing standing) {}

        @Override
        public void clear() {}
      };

  /** Shows how far a run is, if it is time to; asked several times a second. */
  void show(Standing standing);

  /** Takes away what is shown, before somebody else writes. */
  void clear();
}
