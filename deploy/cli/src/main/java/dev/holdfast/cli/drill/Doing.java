package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Deed;
import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.demo.LabProcess;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Does what a drill says, in its order, and announces its release around that as a pipeline would.
final class Doing {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Drill drill;
    private final DrillDoor door;
    private final Witness witness;
    private final @Nullable LabProcess lab;
    private final DrillHouse house;
    private boolean announced;

    Doing(
            Drill drill,
            DrillDoor door,
            Witness witness,
            @Nullable LabProcess lab,
            DrillHouse house) {
        this.drill = drill;
        this.door = door;
        this.witness = witness;
        this.lab = lab;
        this.house = house;
    }

    /// Answers why it was not done to its end, if it was not.
    Optional<String> all(Trouble trouble) throws IOException, InterruptedException {
        boolean begun = false;
        for (Deed deed : drill.does()) {
            if (!begun && !(deed instanceof Deed.Pause)) {
                begun = true;
                announce("deployment.started");
                witness.begun(Instant.now());
            }
            switch (deed) {
                case Deed.Act(String act, Map<String, String> with) -> act(act, with);
                case Deed.Signal(String kind, Map<String, String> with) -> door.event(kind, with);
                case Deed.Pause(Duration time) -> Thread.sleep(time);
                case Deed.Feed feed -> door.feed(feed);
                case Deed.Await(String event) -> {
                    finished();
                    Optional<String> why = unseen(event, trouble);
                    if (why.isPresent()) {
                        return why;
                    }
                }
                case Deed.Kill(String service) -> {
                    Optional<String> real = trouble.anywhere();
                    if (real.isPresent()) {
                        return real;
                    }
                    house.kill().accept(service);
                }
            }
        }
        finished();
        return Optional.empty();
    }

    /// Waits until it is seen; why it was not, when patience is over or something real happens.
    private Optional<String> unseen(String event, Trouble trouble) {
        Instant end = Instant.now().plus(drill.patience());
        while (!Patience.until(LOOK, () -> witness.saw(event))) {
            Optional<String> real = trouble.now();
            if (real.isPresent()) {
                return real;
            }
            if (Thread.currentThread().isInterrupted() || Instant.now().isAfter(end)) {
                return Optional.of("no %s was seen".formatted(event));
            }
        }
        return Optional.empty();
    }

    private void act(String act, Map<String, String> with)
            throws IOException, InterruptedException {
        if (lab == null) {
            throw new Failure(
                    Exit.FAILED,
                    "%s needs a lab that '%s' is done to".formatted(drill.name(), act));
        }
        lab.act(act, with);
        witness.begun(Instant.now());
    }

    /// What is waited for comes of the release, so it is there before.
    private void finished() {
        if (!announced) {
            announced = true;
            announce("deployment.finished");
        }
    }

    private void announce(String kind) {
        String release = drill.release();
        if (release != null) {
            door.event(kind, released(release, drill.changes()));
        }
    }

    /// What a pipeline says of a release.
    Map<String, String> released(String version, String changes) {
        return Map.of(
                "component",
                drill.component(),
                "release",
                version,
                "by",
                "drill",
                "changes",
                changes);
    }
}
