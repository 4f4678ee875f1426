package dev.holdfast.executor.io;

import dev.holdfast.executor.domain.runbook.Vocabulary;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.io.ask.Ask;
import dev.holdfast.executor.io.aws.Aws;
import dev.holdfast.executor.io.compose.ComposeImage;
import dev.holdfast.executor.io.compose.ComposeUp;
import dev.holdfast.executor.io.evidence.Bundle;
import dev.holdfast.executor.io.evidence.EvidenceAction;
import dev.holdfast.executor.io.flag.FlagSwitch;
import dev.holdfast.executor.io.git.GitCheckout;
import dev.holdfast.executor.io.git.GitCommit;
import dev.holdfast.executor.io.git.GitFiles;
import dev.holdfast.executor.io.kubernetes.Clusters;
import dev.holdfast.executor.io.kubernetes.Kubernetes;
import dev.holdfast.executor.io.link.LinkSwitch;
import dev.holdfast.executor.io.monitoring.Annotation;
import dev.holdfast.executor.io.monitoring.Silence;
import dev.holdfast.executor.io.nginx.NginxReload;
import dev.holdfast.executor.io.pipeline.WorkflowCancel;
import dev.holdfast.executor.io.pipeline.WorkflowDispatch;
import dev.holdfast.executor.io.place.Bench;
import dev.holdfast.executor.io.pm2.Pm2Action;
import dev.holdfast.executor.io.postgres.BackupAction;
import dev.holdfast.executor.io.postgres.MigrationUndo;
import dev.holdfast.executor.io.postgres.ReadOnlyAction;
import dev.holdfast.executor.io.postgres.RestoreAction;
import dev.holdfast.executor.io.postgres.RowsAction;
import dev.holdfast.executor.io.postgres.SchemaVersion;
import dev.holdfast.executor.io.postgres.SqlAction;
import dev.holdfast.executor.io.postgres.Tools;
import dev.holdfast.executor.io.postgres.TrialRestore;
import dev.holdfast.executor.io.process.ProcessRun;
import dev.holdfast.executor.io.process.ProcessSignal;
import dev.holdfast.executor.io.process.ProcessStart;
import dev.holdfast.executor.io.process.ProcessStop;
import dev.holdfast.executor.io.request.RequestAction;
import dev.holdfast.executor.io.settings.EnvironmentSet;
import dev.holdfast.executor.io.systemd.SystemdAction;
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

    /// What packs may use, for those who only read packs.
    public static Vocabulary vocabulary() {
        return actions(Set.of(), null, new Bundle(Path.of("evidence"))).vocabulary();
    }

    /// @param programs the only programs that may be run; empty for all that a pack allows
    /// @param postgresPrograms the folder of pg_dump; null for the one on the path
    /// @param bundle where evidence is saved
    public static Actions actions(
            Set<String> programs, @Nullable Path postgresPrograms, Bundle bundle) {
        Tools tools = new Tools(postgresPrograms);
        Bench bench = new Bench(programs);
        List<Action> all = new ArrayList<>();
        all.addAll(Pm2Action.all(bench));
        all.addAll(SystemdAction.all(bench));
        all.addAll(EvidenceAction.all(bench, bundle));
        all.addAll(
                List.of(
                        new GitCheckout(bench),
                        new GitFiles(bench),
                        GitCommit.revert(bench),
                        GitCommit.restore(bench),
                        new ComposeImage(bench),
                        ComposeUp.up(bench),
                        ComposeUp.restart(bench),
                        ComposeUp.stop(bench),
                        new NginxReload(bench),
                        new EnvironmentSet(bench),
                        new ProcessRun(programs),
                        ProcessStart.start(programs),
                        ProcessStart.restart(programs),
                        new ProcessStop(),
                        new ProcessSignal(),
                        new LinkSwitch(),
                        new RequestAction(),
                        new SqlAction(),
                        ReadOnlyAction.closing(),
                        ReadOnlyAction.opening(),
                        new SchemaVersion(),
                        new MigrationUndo(),
                        new BackupAction(tools),
                        new RestoreAction(tools),
                        new TrialRestore(tools),
                        RowsAction.compare(tools),
                        RowsAction.restore(tools),
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
