package dev.holdfast.detector.io.watch;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.rounds.Rounds;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Looks at the workloads of the keys that this instance holds, and says what it sees as signals
/// `image.seen`, whenever it is something else than at the look before. What that means the key's
/// stream decides.
public final class ImageWatcher implements Rounds.Visits<Routes.Watched>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageWatcher.class);

    private static final int MOST_ACCOUNTS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Door door;
    private final InstantSource clock;
    private final Clusters clusters = new Clusters(MOST_ACCOUNTS, PATIENCE);
    private final Docker docker;
    private final Rounds<Routes.Watched> rounds;

    public ImageWatcher(Door door, Supplier<Routes> routes, Windows windows, InstantSource clock) {
        this.door = door;
        this.clock = clock;
        this.docker = new Docker("docker");
        this.rounds = new Rounds<>("watch", routes, windows, this, clock);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
        clusters.close();
    }

    @Override
    public List<Routes.Watched> targets(Routes routes) {
        return routes.watched();
    }

    @Override
    public Scope scope(Routes.Watched target) {
        return target.scope();
    }

    @Override
    public Duration every(Routes.Watched target) {
        return target.watch().every();
    }

    @Override
    public Runnable begin(Routes.Watched target) {
        Look look =
                switch (target.watch().place()) {
                    case ImageWatch.Kubernetes k ->
                            new KubernetesLook(clusters, k, target.kubeconfig());
                    case ImageWatch.Compose c -> new ComposeLook(docker, c);
                };
        Progress progress = new Progress(target.watch());
        return () -> visit(target, look, progress);
    }

    private void visit(Routes.Watched target, Look look, Progress progress) {
        long at = clock.millis();
        boolean seen = true;
        try {
            look.look(at)
                    .flatMap(s -> progress.news(s, at))
                    .ifPresent(signal -> {
                        door.signalled(target.scope(), signal);
                        progress.said();
                    });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (SampleLog.Unavailable e) {
            LOG.warn("What {} shows is told later: {}", target.watch().place(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            seen = false;
            if (progress.blind()) {
                LOG.warn(
                        "{} of {} cannot be seen; its deployments are told when it can again: {}",
                        target.watch().place(),
                        target.scope(),
                        e.getMessage());
            }
        }
        up(target, at, seen);
    }

    /// `holdfast_watch_up`: a rule may ask whether somebody still looks.
    private void up(Routes.Watched target, long at, boolean seen) {
        Labels labels =
                Labels.of(
                        Labels.NAME, "holdfast_watch_up", "component", target.watch().component());
        try {
            door.measured(target.scope(), List.of(SeriesSamples.one(labels, at, seen ? 1 : 0)));
        } catch (SampleLog.Unavailable e) {
            LOG.debug("The next look says it again", e);
        }
    }
}
