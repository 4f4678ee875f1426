package dev.holdfast.detector.io.watch;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.intake.Unmatched;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.KeyStream;
import dev.holdfast.detector.flow.stream.MapMemory;
import dev.holdfast.detector.flow.stream.Windows;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A house with watches: what they say goes through the door into the stream of the key, whose memory
/// stays when the watches go.
final class Ear implements SampleLog, AutoCloseable {
    private final Routes routes;
    private final MapMemory memory = new MapMemory();
    private final KeyStream stream = KeyStream.open(Scope.of("shop", "production"), memory);
    private final List<String> told = new ArrayList<>();
    private final List<ImageWatcher> watchers = new ArrayList<>();
    private double up = -1;

    Ear(String pack) {
        Problems problems = new Problems();
        var manifest = PackManifest.read(PackFiles.of("shop", Map.of("pack.yml", pack)), problems);
        if (!problems.all().isEmpty()) {
            throw new IllegalArgumentException(problems.all().toString());
        }
        this.routes = Routes.of(List.of(manifest.orElseThrow()));
        stream.take(new Arrival.Tick(System.currentTimeMillis()));
    }

    /// Another instance that watches.
    void watches() {
        Windows windows = new Windows();
        for (int p = 0; p < Topic.SAMPLES.partitions(); p++) {
            windows.hold(p, this);
        }
        Door door = new Door(this, () -> routes, new Unmatched(), InstantSource.system());
        var watcher = new ImageWatcher(door, () -> routes, windows, InstantSource.system());
        watchers.add(watcher);
        watcher.start();
    }

    @Override
    public synchronized void append(List<Addressed> arrivals) {
        for (Addressed a : arrivals) {
            if (a.arrival() instanceof Arrival.Batch batch) {
                up = batch.series().getFirst().values()[0];
            } else {
                for (Envelope<TriggerEvent> e : stream.take(a.arrival())) {
                    if (e.data() instanceof SignalAccepted s) {
                        told.add(s.kind() + " " + s.attributes().get("release"));
                    }
                }
            }
        }
    }

    @Override
    public void tick(Collection<Integer> partitions, long at) {}

    synchronized List<String> told() {
        return List.copyOf(told);
    }

    /// What the last look said of itself; -1 before the first.
    synchronized double up() {
        return up;
    }

    /// Nobody looks for a while.
    void rests() {
        watchers.forEach(ImageWatcher::close);
        watchers.clear();
    }

    @Override
    public void close() {
        rests();
    }
}
