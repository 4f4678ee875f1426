package dev.holdfast.verifier.io.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

class CommandAskerTest {
    private final CommandAsker asker =
            new CommandAsker(Set.of("/bin/echo", "/bin/sleep", "/usr/bin/env"));

    private Answer.Exited run(String... command) throws Unusable {
        return (Answer.Exited)
                asker.ask(new Question.Command(List.of(command)), World.terms(5_000));
    }

    private Answer.Why why(long millis, String... command) {
        return catchThrowableOfType(
                        Unusable.class,
                        () ->
                                asker.ask(
                                        new Question.Command(List.of(command)),
                                        World.terms(millis)))
                .answer(Duration.ZERO)
                .why();
    }

    @Test
    void a_listed_program_is_run_without_a_shell() throws Unusable {
        Answer.Exited echo = run("/bin/echo", "$HOME;", "`id`", "*");
        assertThat(echo.code()).isZero();
        assertThat(echo.output()).isEqualTo("$HOME; `id` *\n");
        assertThat(run("/usr/bin/env").output()).doesNotContain("JAVA", "HOME");
    }

    @Test
    void what_is_not_listed_is_not_run() {
        assertThat(why(1_000, "/bin/sh", "-c", "true")).isEqualTo(Answer.Why.REFUSED);
        assertThat(why(1_000, "/bin/../bin/echo")).isEqualTo(Answer.Why.REFUSED);
    }

    @Test
    void one_that_does_not_end_is_ended() {
        assertThat(why(200, "/bin/sleep", "60")).isEqualTo(Answer.Why.SLOW);
    }
}
