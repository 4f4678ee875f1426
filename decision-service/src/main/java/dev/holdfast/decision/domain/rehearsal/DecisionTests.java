package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decision tests of a pack: files whose top key is `decisions`. Each test runs the policy of the
/// pack, with the machine that decides in production, on a clock of its own.
public final class DecisionTests {
    /// The top key of such a file.
    public static final String KEY = "decisions";

    private static final int MOST = 2_000;

    private DecisionTests() {}

    /// What came of one file.
    ///
    /// @param names of the tests that ran
    /// @param problems where something was not as expected, or cannot be read
    public record Report(List<String> names, List<Problem> problems) {
        public Report {
            names = List.copyOf(names);
            problems = List.copyOf(problems);
        }
    }

    /// True for a file of this form, whatever it is called.
    public static boolean recognises(String text) {
        return text.lines().anyMatch(l -> l.startsWith(KEY + ":"));
    }

    public static Report run(PackFiles pack, String file, String text) {
        Problems problems = new Problems();
        Optional<Policy> policy = PolicyFile.read(pack, problems);
        Optional<YamlValue> root = YamlFile.parse(file, text, problems);
        if (policy.isEmpty() || root.isEmpty()) {
            return new Report(List.of(), problems.all());
        }
        YamlMap top = root.get().map().only(KEY, "description");
        List<String> names = new ArrayList<>();
        for (YamlValue v : top.required(KEY).list().stream().limit(MOST).toList()) {
            DecisionTest test = DecisionTest.read(v.map());
            names.add(test.name());
            if (problems.none()) {
                new Trial(policy.get(), pack.name(), test).run();
            }
        }
        return new Report(names, problems.all());
    }
}
