package dev.holdfast.detector.domain.release;

import dev.holdfast.detector.domain.release.Sighting.State;

/// Takes time to believe that containers have failed: one that came up before what it needs ends, is
/// started again and is well a moment later. It has failed when it is seen down at least three times over
/// a minute in which it never stood; and once it was seen down, it stands when it has for ten seconds.
public final class Patience {
    private static final int LOOKS = 3;
    private static final long DOWN = 60_000;
    private static final long STANDS = 10_000;

    private String release = "";
    private int down;
    private long downSince;
    private long upSince;
    private boolean up;

    /// What to make of one look.
    ///
    /// @param s what the look alone shows
    public State after(Sighting s) {
        if (!s.release().equals(release)) {
            release = s.release();
            down = 0;
        }
        boolean stood = up;
        up = s.state() == State.RUNNING;
        upSince = up && !stood ? s.at() : upSince;
        return switch (s.state()) {
            case ROLLING -> State.ROLLING;
            case RUNNING -> standing(s.at());
            case FAILING -> down(s.at());
        };
    }

    private State standing(long at) {
        if (down > 0 && at - upSince < STANDS) {
            return State.ROLLING;
        }
        down = 0;
        return State.RUNNING;
    }

    private State down(long at) {
        downSince = down == 0 ? at : downSince;
        down++;
        return down >= LOOKS && at - downSince >= DOWN ? State.FAILING : State.ROLLING;
    }
}
