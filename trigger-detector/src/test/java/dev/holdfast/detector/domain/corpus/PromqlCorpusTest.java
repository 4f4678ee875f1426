package dev.holdfast.detector.domain.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.ruletest.RuleTests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every answer that promtool gave when the corpus was written, from us. `fuzzy_compare` stands before each file
/// (promtool 2.42 does not know the word): Go and Java round sines and exponentials differently, and promtool's sums
/// run in the order of a Go map.
class PromqlCorpusTest {

    private static final int AT_LEAST = 800;
    private static final Pattern CASE = Pattern.compile("(?m)^ {2,4}(- )?eval_time: ");

    static Stream<Path> answered() {
        return files().filter(file -> !file.getFileName().toString().equals("refused.yml"));
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files
                    .filter(file -> !file.toString().endsWith(".rules.yml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            var url = PromqlCorpusTest.class.getResource("/promql-corpus");
            assertThat(url).isNotNull();
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(Path file) {
        return RuleTests.run(
                file.getFileName().toString(),
                "fuzzy_compare: true\n" + read(file),
                rules -> read(folder().resolve(rules)),
                Dialect.PROMQL_2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answered")
    void we_answer_as_promtool_did(Path file) {
        assertThat(run(file)).isEmpty();
    }

    @Test
    void what_promtool_refused_we_refuse() {
        String text = read(folder().resolve("refused.yml"));

        List<String> failures = run(folder().resolve("refused.yml"));

        assertThat(failures).allMatch(failure -> failure.contains(" err: "));
        // the last question of a file only makes promtool load all samples
        assertThat(failures).hasSize((int) CASE.matcher(text).results().count() - 1);
    }

    @Test
    void the_corpus_is_wide() {
        long cases = files().mapToLong(f -> CASE.matcher(read(f)).results().count()).sum();

        assertThat(cases).isGreaterThanOrEqualTo(AT_LEAST);
    }
}
