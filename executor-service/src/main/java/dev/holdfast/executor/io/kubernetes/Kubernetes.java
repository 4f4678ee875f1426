package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.executor.flow.Action;

import java.util.List;

/// Every action in a cluster.
public final class Kubernetes {
    private Kubernetes() {}

    public static List<Action> actions(Clusters clusters) {
        return List.of(
                new RolloutUndo(clusters),
                new RolloutWait(clusters),
                new Restart(clusters),
                Pause.pause(clusters),
                Pause.resume(clusters),
                new ImageSet(clusters),
                new Scale(clusters),
                new Switch(clusters),
                new Recording(clusters),
                new Restore(clusters),
                new Apply(clusters),
                new Patch(clusters),
                new Delete(clusters),
                new JobRun(clusters),
                new Exec(clusters),
                Suspend.suspend(clusters),
                Suspend.unsuspend(clusters));
    }
}
