package dev.holdfast.cli.command;

import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.domain.policy.Advice;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.detector.flow.packs.TriggersFile;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.io.Workshop;
import dev.holdfast.notifier.domain.plan.PlanReader;
import dev.holdfast.verifier.domain.file.Rules;

import java.util.List;
import java.util.Optional;

/// Reads every file of a pack with the code of the service that will use it, without any service.
final class PackCheck {
    private PackCheck() {}

    /// Everything that is wrong, by file, line and column.
    static List<Problem> problems(PackFiles pack) {
        var problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, problems);
        manifest.ifPresent(m -> {
            var _ = TriggersFile.read(pack, m, problems);
        });
        var _ = PolicyFile.read(pack, problems);
        var _ = RunbookFile.read(pack, Workshop.vocabulary(), problems);
        var _ = DrillsFile.read(pack, problems);
        add(problems, Rules.problems(pack));
        add(problems, PlanReader.check(pack));
        return problems.all();
    }

    /// What is allowed and probably not meant.
    static List<Problem> advice(PackFiles pack) {
        return PolicyFile.read(pack, new Problems())
                .map(policy -> Advice.of(pack, policy))
                .orElse(List.of());
    }

    /// A problem that two services find is told once.
    private static void add(Problems problems, List<Problem> found) {
        found.forEach(p -> problems.add(p.file(), p.line(), p.column(), p.message()));
    }
}
