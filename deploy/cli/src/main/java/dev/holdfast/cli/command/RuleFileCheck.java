package dev.holdfast.cli.command;

import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.rules.RuleFile;
import dev.holdfast.detector.domain.rules.RuleFiles;
import dev.holdfast.detector.domain.rules.RuleLint;
import dev.holdfast.detector.domain.rules.RuleProblems;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// Looks at one file in Prometheus' rule format.
final class RuleFileCheck {
    private RuleFileCheck() {}

    /// True where the file can be used. Remarks do not count against it.
    static boolean print(Path path, PrintWriter out) {
        try {
            RuleFile file = RuleFiles.readOfPack(path.toString(), NamedFile.text(path));
            file.remarks().forEach(remark -> out.println("remark: " + remark));
            RuleLint.duplicates(file).forEach(remark -> out.println("remark: " + remark));
            List<Rule> rules =
                    file.groups().stream().flatMap(group -> group.rules().stream()).toList();
            out.printf("%s: %d rules, nothing wrong%n", path, rules.size());
            out.flush();
            return true;
        } catch (RuleProblems e) {
            e.problems().forEach(out::println);
            out.flush();
            return false;
        }
    }
}
