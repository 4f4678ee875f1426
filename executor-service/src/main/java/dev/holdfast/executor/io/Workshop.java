package dev.holdfast.executor.io;

import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.io.ask.Ask;
import dev.holdfast.executor.io.aws.Aws;
import dev.holdfast.executor.io.flag.FlagSwitch;
import dev.holdfast.executor.io.kubernetes.Clusters;
import dev.holdfast.executor.io.kubernetes.Kubernetes;
import dev.holdfast.executor.io.link.LinkSwitch;
import dev.holdfast.executor.io.monitoring.Annotation;
import dev.holdfast.executor.io.monitoring.Silence;
import dev.holdfast.executor.io.pipeline.WorkflowCancel;
import dev.holdfast.executor.io.pipeline.WorkflowDispatch;
import dev.holdfast.executor.io.postgres.BackupAction;
import dev.holdfast.executor.io.postgres.RestoreAction;
import dev.holdfast.executor.io.postgres.SqlAction;
import dev.holdfast.executor.io.postgres.Tools;
import dev.holdfast.executor.io.process.ProcessRun;
import dev.holdfast.executor.io.process.ProcessSignal;
import dev.holdfast.executor.io.process.ProcessStart;
import dev.holdfast.executor.io.process.ProcessStop;
import dev.holdfast.executor.io.request.RequestAction;
import dev.holdfast.executor.io.terraform.TerraformApply;
import dev.holdfast.executor.io.verify.Verify;
import dev.holdfast.executor.io.wait.Wait;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Every action that this executor knows; a new one is one more line here.
public final class Workshop {
    private Workshop() {}

    /// @param programs the only programs that may be run; empty for all that a pack allows
    /// @param postgresPrograms the folder of pg_dump; null for the one on the path
    public static Actions actions(Set<String> programs, @Nullable Path postgresPrograms) {
        Tools tools = new Tools(postgresPrograms);
        List<Action> all = new ArrayList<>();
        all.addAll(
                List.of(
                        new ProcessRun(programs),
                        ProcessStart.start(programs),
                        ProcessStart.restart(programs),
                        new ProcessStop(),
                        new ProcessSignal(),
                        new LinkSwitch(),
                        new RequestAction(),
                        new SqlAction(),
                        new BackupAction(tools),
                        new RestoreAction(tools),
                        new Verify(),
                        new Wait(),
                        new Ask()));
        all.addAll(Kubernetes.actions(new Clusters()));
        all.addAll(Aws.actions());
        all.addAll(
                List.of(
                        new TerraformApply(),
                        new Silence(),
                        new Annotation(),
                        new WorkflowCancel(),
                        new WorkflowDispatch(),
                        FlagSwitch.launchDarkly(),
                        FlagSwitch.unleash()));
        return Actions.of(all);
    }
}
