package dev.holdfast.cli.command;

import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.decision.domain.policy.Advice;
import dev.holdfast.decision.domain.policy.GroupCheck;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.detector.flow.packs.TriggersFile;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.io.Workshop;
import dev.holdfast.notifier.domain.plan.PlanReader;
import dev.holdfast.verifier.domain.file.Rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads every file of a pack with the code of the service that will use it, without any service.
final class PackCheck {
    private PackCheck() {}

    /// Everything that is wrong, by file, line and column.
    static List<Problem> problems(PackFiles pack) {
        var problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, problems);
        manifest.ifPresent(m -> {
            var _ = TriggersFile.read(pack, m, problems);
            shared(pack, m, problems);
        });
        var _ = PolicyFile.read(pack, problems);
        var _ = RunbookFile.read(pack, Workshop.vocabulary(), problems);
        var _ = DrillsFile.read(pack, problems);
        add(problems, Rules.problems(pack));
        add(problems, PlanReader.check(pack));
        return problems.all();
    }

    /// The same, and what is wrong with its groups beside other packs.
    ///
    /// @param others asked for where the pack has groups
    static List<Problem> problems(PackFiles pack, Supplier<List<PackFiles>> others) {
        var problems = new Problems();
        add(problems, problems(pack));
        var unread = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, unread);
        Optional<Policy> policy = PolicyFile.read(pack, unread).filter(p -> !p.groups().isEmpty());
        if (manifest.isPresent() && policy.isPresent()) {
            Map<String, Policy> known = new HashMap<>();
            others.get().stream()
                    .flatMap(o -> PolicyFile.read(o, new Problems()).stream())
                    .filter(o -> !o.system().equals(pack.name()))
                    .forEach(o -> known.put(o.system(), o));
            GroupCheck.problems(policy.get(), known, manifest.get().environments().keySet())
                    .forEach(p -> problems.add(PolicyFile.NAME, 1, 1, p));
        }
        return problems.all();
    }

    /// Two environments whose variables are the same have the same targets: what is done to the one is
    /// done to the other.
    private static void shared(PackFiles pack, PackManifest manifest, Problems problems) {
        // As it is in its lab a pack has one set of targets.
        if (LabPack.is(pack)
                || manifest.variables().isEmpty()
                || pack.file("runbooks.yml").isEmpty()) {
            return;
        }
        Map<Map<String, String>, String> seen = new HashMap<>();
        for (String name : manifest.environments().keySet()) {
            String same = seen.putIfAbsent(Variables.of(manifest, name).values(), name);
            if (same != null) {
                problems.add(
                        "pack.yml",
                        1,
                        1,
                        ("environments '%s' and '%s' have the same variables, so what is done to one is"
                                        + " done to the other: give '%s' `variables` of its own")
                                .formatted(same, name, name));
            }
        }
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
