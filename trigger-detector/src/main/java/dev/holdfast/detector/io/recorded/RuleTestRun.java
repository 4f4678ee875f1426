package dev.holdfast.detector.io.recorded;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.rules.RuleProblems;
import dev.holdfast.detector.domain.ruletest.RuleTests;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Runs promtool unit-test files and prints what promtool prints, where promtool prints it.
public final class RuleTestRun {

    private final Dialect dialect;
    private final Predicate<String> wanted;
    private final PrintWriter out;
    private final PrintWriter err;

    /// @param wanted which tests of a file, by their names
    public RuleTestRun(
            Dialect dialect, Predicate<String> wanted, PrintWriter out, PrintWriter err) {
        this.dialect = dialect;
        this.wanted = wanted;
        this.out = out;
        this.err = err;
    }

    /// True where all tests of all files passed.
    public boolean run(List<Path> files) {
        boolean passed = true;
        for (Path file : files) {
            out.println("Unit Testing:  " + file);
            out.flush();
            List<String> failures = failures(file);
            if (failures.isEmpty()) {
                out.println("  SUCCESS");
            } else {
                err.println("  FAILED:");
                for (String failure : failures) {
                    err.println(failure);
                    out.println();
                }
                passed = false;
            }
            out.println();
            out.flush();
            err.flush();
        }
        return passed;
    }

    private List<String> failures(Path file) {
        try {
            return RuleTests.run(
                    file.toString(),
                    Files.readString(file),
                    entry -> rules(file, entry),
                    dialect,
                    wanted);
        } catch (RuleProblems e) {
            return e.problems().stream().map(Object::toString).toList();
        } catch (IOException e) {
            return List.of("cannot read " + e.getMessage());
        } catch (UncheckedIOException e) {
            return List.of("cannot read " + e.getMessage());
        }
    }

    private SortedMap<String, String> rules(Path file, String entry) {
        Path beside = file.toAbsolutePath().getParent();
        var texts = new TreeMap<String, String>();
        try {
            for (Path found : Glob.of(beside == null ? Path.of("") : beside, entry)) {
                texts.put(
                        entry.startsWith("/") ? found.toString() : shown(file, found),
                        Files.readString(found));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (texts.isEmpty()) {
            err.println("  WARNING: no file match pattern " + shown(file, Path.of(entry)));
        }
        return texts;
    }

    /// As the reader can find it from where they stand.
    private static String shown(Path file, Path found) {
        Path parent = file.getParent();
        Path absolute = file.toAbsolutePath().getParent();
        Path relative =
                found.isAbsolute() && absolute != null && found.startsWith(absolute)
                        ? absolute.relativize(found)
                        : found;
        return parent == null || relative.isAbsolute()
                ? relative.toString()
                : parent.resolve(relative).toString();
    }
}
