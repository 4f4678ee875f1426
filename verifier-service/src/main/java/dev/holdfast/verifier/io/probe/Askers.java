package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;

/// One asker for every kind of question. A new kind does not compile until it has its asker here.
public record Askers(
        Asker<Question.Http> http,
        Asker<Question.Sql> sql,
        Asker<Question.Metrics> metrics,
        Asker<Question.Tcp> tcp,
        Asker<Question.Command> command,
        Asker<Question.Log> log) {

    Answer ask(Question question, Terms terms) throws Unusable {
        return switch (question) {
            case Question.Http q -> http.ask(q, terms);
            case Question.Sql q -> sql.ask(q, terms);
            case Question.Metrics q -> metrics.ask(q, terms);
            case Question.Tcp q -> tcp.ask(q, terms);
            case Question.Command q -> command.ask(q, terms);
            case Question.Log q -> log.ask(q, terms);
        };
    }
}
