package dev.holdfast.verifier.io.http;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks an HTTP server; secrets are filled in at the last moment and taken out of the answer.
public final class HttpAsker implements Asker<Question.Http> {
    private final Exchange exchange;
    private final Secrets secrets;

    public HttpAsker(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Answer ask(Question.Http q, Terms terms) throws Unusable {
        Secrets.Used used = secrets.using(terms.secrets());
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> header : q.headers().entrySet()) {
            headers.put(header.getKey(), used.fill(header.getValue()));
        }
        Answer.Http answer =
                exchange.send(
                        new Question.Http(q.method(), q.url(), headers, q.body(), q.most()), terms);
        return used.none() ? answer : masked(answer, used);
    }

    private static Answer.Http masked(Answer.Http answer, Secrets.Used used) {
        Map<String, List<String>> headers = new HashMap<>();
        answer.headers()
                .forEach((n, values) -> headers.put(n, values.stream().map(used::mask).toList()));
        return new Answer.Http(answer.status(), headers, used.mask(answer.body()), answer.took());
    }
}
