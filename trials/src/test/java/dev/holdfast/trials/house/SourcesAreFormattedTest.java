package dev.holdfast.trials.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Style is a failing build: every source is as google-java-format (AOSP) writes it.
///
/// With `-Dformat.apply=true` it formats instead of complaining.
class SourcesAreFormattedTest {
    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.AOSP;
    private static final boolean APPLY = Boolean.getBoolean("format.apply");

    @Test
    void every_source_is_formatted() throws IOException {
        List<Path> wrong = new ArrayList<>();
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder().style(STYLE).formatJavadoc(false).build());
        for (Path source : sources()) {
            String text = Files.readString(source);
            String formatted = formatted(formatter, source, text);
            if (!formatted.equals(text)) {
                if (APPLY) {
                    Files.writeString(source, formatted);
                } else {
                    wrong.add(source);
                }
            }
        }
        assertThat(wrong)
                .as(
                        "Not formatted; `mvn -pl trials -am test -Dtest=SourcesAreFormattedTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dformat.apply=true`"
                                + " does it")
                .isEmpty();
    }

    private static String formatted(Formatter formatter, Path source, String text) {
        try {
            String ordered =
                    ImportOrderer.reorderImports(
                            RemoveUnusedImports.removeUnusedImports(text), STYLE);
            return formatter.formatSource(ordered);
        } catch (FormatterException e) {
            throw new AssertionError("%s cannot be formatted: %s".formatted(source, e), e);
        }
    }

    private static List<Path> sources() throws IOException {
        Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(p -> p.toString().endsWith(".java"))
                    .filter(p -> p.toString().contains("/src/"))
                    .filter(p -> !p.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
