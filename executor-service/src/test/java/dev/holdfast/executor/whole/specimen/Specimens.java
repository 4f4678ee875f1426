package dev.holdfast.executor.whole.specimen;

import dev.holdfast.executor.io.aws.AwsSpecimens;
import dev.holdfast.executor.io.kubernetes.KubernetesSpecimens;

import java.util.ArrayList;
import java.util.List;

/// Every kind of action whose target can be made here.
public final class Specimens {
    private Specimens() {}

    /// A few, one of each sort of target.
    public static List<Specimen> few() {
        return List.of(
                new Specimen("link", HostSpecimens::link),
                new Specimen("checkable", HostSpecimens::checkable),
                new Specimen("idempotent", HostSpecimens::idempotent),
                new Specimen("start", HostSpecimens::start),
                new Specimen("keyed", _ -> SiteSpecimens.keyed()),
                new Specimen("looked", _ -> SiteSpecimens.looked()),
                new Specimen("sql", _ -> DatabaseSpecimens.sql()),
                new Specimen("git-revert", GitSpecimens::revert));
    }

    /// All of them; making one skips where its program, cluster or emulator is missing.
    public static List<Specimen> all() {
        List<Specimen> all = new ArrayList<>(few());
        all.addAll(
                List.of(
                        new Specimen("manual", HostSpecimens::manual),
                        new Specimen("restart", HostSpecimens::restart),
                        new Specimen("stop", HostSpecimens::stop),
                        new Specimen("environment", HostSpecimens::environment),
                        new Specimen("evidence", HostSpecimens::evidence),
                        new Specimen("git-restore", GitSpecimens::restore),
                        new Specimen("git-checkout", GitSpecimens::checkout),
                        new Specimen("git-files", GitSpecimens::files),
                        new Specimen("read-only", _ -> DatabaseSpecimens.readOnly()),
                        new Specimen("migration", DatabaseSpecimens::migration),
                        new Specimen("backup", BackupSpecimens::backup),
                        new Specimen("restore", BackupSpecimens::restore),
                        new Specimen("nginx", AppSpecimens::nginx),
                        new Specimen("pm2", AppSpecimens::pm2),
                        new Specimen("terraform", AppSpecimens::terraform)));
        all.addAll(services());
        return all;
    }

    private static List<Specimen> services() {
        return List.of(
                new Specimen("launchdarkly", _ -> ServiceSpecimens.launchDarkly()),
                new Specimen("unleash", _ -> ServiceSpecimens.unleash()),
                new Specimen("annotation", _ -> ServiceSpecimens.annotation()),
                new Specimen("silence", _ -> ServiceSpecimens.silence()),
                new Specimen("dispatch", _ -> ServiceSpecimens.dispatch()),
                new Specimen("aws-secret-stage", _ -> AwsSpecimens.secretStage()),
                new Specimen("aws-secret-field", _ -> AwsSpecimens.secretField()),
                new Specimen("aws-parameter", _ -> AwsSpecimens.parameter()),
                new Specimen("aws-sync", _ -> AwsSpecimens.sync()),
                new Specimen("aws-database", _ -> AwsSpecimens.database()),
                new Specimen("kube-image", KubernetesSpecimens::image),
                new Specimen("kube-restart", KubernetesSpecimens::restart),
                new Specimen("kube-scale", KubernetesSpecimens::scale),
                new Specimen("kube-undo", KubernetesSpecimens::undo),
                new Specimen("kube-patch", KubernetesSpecimens::patch),
                new Specimen("kube-job", KubernetesSpecimens::job));
    }
}
