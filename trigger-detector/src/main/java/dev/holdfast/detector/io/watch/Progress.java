package dev.holdfast.detector.io.watch;

import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.detector.domain.release.Sighting.State;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one watch has said, and how long a release has been on its way. What it sees it says once a
/// minute and when it changes: the stream passes over a repetition, and over what another instance, whose
/// clock is ahead, seems to have seen later.
final class Progress {
    private static final int MOST_WORDS = 300;
    private static final long AGAIN = 60_000;

    private final ImageWatch watch;
    private String said = "";
    private String saying = "";
    private long saidAt;
    private long sayingAt;
    private String rolling = "";
    private long since;
    private boolean blind;

    Progress(ImageWatch watch) {
        this.watch = watch;
    }

    /// What is to be said of a look; nothing when it was said in the last minute.
    Optional<Arrival.Signal> news(Look.Seen seen, long at) {
        blind = false;
        String release = seen.release();
        boolean late = late(seen, release, at);
        State state = late ? State.FAILING : seen.state();
        saying = release + " " + state;
        sayingAt = at;
        if (saying.equals(said) && at - saidAt < AGAIN) {
            return Optional.empty();
        }
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("component", watch.component());
        attributes.put("release", release);
        attributes.put("state", state.word());
        attributes.put("image", seen.image());
        attributes.put("source", "holdfast watch");
        attributes.put("workload", workload(watch.place()));
        String told = late ? "not complete after %s: ".formatted(watch.deadline()) : "";
        attributes.put("reason", brief(told + seen.told()));
        if (seen.commit() != null) {
            attributes.put("commit", seen.commit());
        }
        String id = "image %s %s %d".formatted(watch.component(), saying, at);
        return Optional.of(new Arrival.Signal(id, "image.seen", attributes, at));
    }

    /// What [#news] answered last is written.
    void said() {
        said = saying;
        saidAt = sayingAt;
    }

    /// Whether this is the first look that showed nothing.
    boolean blind() {
        boolean first = !blind;
        blind = true;
        return first;
    }

    private boolean late(Look.Seen seen, String release, long at) {
        if (seen.state() != State.ROLLING || seen.held()) {
            rolling = "";
            return false;
        }
        if (!rolling.equals(release)) {
            rolling = release;
            since = at;
        }
        return at - since >= watch.deadline().toMillis();
    }

    private static String workload(ImageWatch.Place place) {
        return switch (place) {
            case ImageWatch.Kubernetes k -> k.namespace() + "/" + k.workload();
            case ImageWatch.Compose c -> c.project() + "/" + c.service();
        };
    }

    private static String brief(String text) {
        return text.length() > MOST_WORDS ? text.substring(0, MOST_WORDS) + "…" : text;
    }
}
