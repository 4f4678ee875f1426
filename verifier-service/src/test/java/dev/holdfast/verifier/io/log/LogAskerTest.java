package dev.holdfast.verifier.io.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class LogAskerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir Path folder = Path.of("");

    private Answer.Lines ask(Path file) throws Unusable {
        return (Answer.Lines) asker().ask(question(file), World.terms(5_000));
    }

    private LogAsker asker() {
        return new LogAsker(
                new Folders(List.of(folder), "HOLDFAST_CHECK_LOGS"), InstantSource.fixed(NOW));
    }

    private static Question.Log question(Path file) {
        return new Question.Log(file.toString(), "ERROR|Exception", Duration.ofMinutes(5));
    }

    @Test
    void only_young_lines_count_and_a_stack_trace_is_as_old_as_its_line() throws Exception {
        Path log =
                Files.writeString(
                        folder.resolve("shop.log"),
                        """
                        2026-01-01T11:54:59.999Z ERROR before
                        java.lang.Exception: before
                        2026-01-01T11:55:00Z INFO on the tick
                        2026-01-01 11:58:00,123 WARN and later
                        java.lang.Exception: belongs to the warning
                        2026-01-01T14:59:00+03:00 INFO in another zone
                        """);
        Answer.Lines lines = ask(log);
        assertThat(lines.scanned()).isEqualTo(4);
        assertThat(lines.matching()).isEqualTo(1);
        assertThat(lines.first()).containsExactly("java.lang.Exception: belongs to the warning");
    }

    @Test
    void files_elsewhere_are_not_read() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        for (Path path :
                List.of(Path.of("/etc/passwd"), link, folder.resolve("../../etc/passwd"))) {
            Unusable e =
                    catchThrowableOfType(
                            Unusable.class, () -> asker().ask(question(path), World.terms(1_000)));
            assertThat(e.answer(Duration.ZERO).why()).isIn(Answer.Why.REFUSED, Answer.Why.GONE);
        }
    }

    @Test
    void more_than_can_be_read_is_not_judged() throws IOException {
        String line = "2026-01-01T11:59:00Z INFO " + "x".repeat(1_000) + "\n";
        Path log = Files.writeString(folder.resolve("big.log"), line.repeat(9_000));
        Unusable e =
                catchThrowableOfType(
                        Unusable.class, () -> asker().ask(question(log), World.terms(5_000)));
        assertThat(e.answer(Duration.ZERO).why()).isEqualTo(Answer.Why.BROKEN);
    }
}
