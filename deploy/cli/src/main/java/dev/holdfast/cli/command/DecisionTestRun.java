package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.decision.domain.rehearsal.DecisionTests;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Runs files of decision tests against the pack that they lie in.
final class DecisionTestRun {
    private DecisionTestRun() {}

    /// True for a file of this form, whatever it is called.
    static boolean recognises(Path file) {
        return DecisionTests.recognises(NamedFile.text(file));
    }

    /// True when everything was as expected.
    static boolean run(Path file, PrintWriter out) {
        PackFiles pack = PackOptions.read(folder(file), Map.of());
        DecisionTests.Report report =
                DecisionTests.run(pack, file.toString(), NamedFile.text(file));
        report.problems().forEach(out::println);
        out.printf(
                "%s: %d decision tests, %s%n",
                file,
                report.names().size(),
                report.problems().isEmpty()
                        ? "all as expected"
                        : report.problems().size() + " not as expected");
        out.flush();
        return report.problems().isEmpty();
    }

    /// The nearest folder above that is a pack.
    private static Path folder(Path file) {
        for (Path at = file.toAbsolutePath().getParent(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("pack.yml"))) {
                return at;
            }
        }
        throw new Failure(
                Exit.USAGE, "%s lies in no pack: no pack.yml is above it".formatted(file));
    }
}
