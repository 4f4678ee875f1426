package dev.holdfast.detector.domain.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks promtool everything and writes the corpus: test files in promtool's own format, with its answers in them.
/// Series that are asked are written in the order of promtool's answers; a case that promtool answers differently
/// from run to run is left out and told.
///
///     mvn -pl trigger-detector test-compile
///     cd trigger-detector && java -cp target/test-classes:target/classes \
///         dev.holdfast.detector.domain.corpus.CorpusWriter src/test/resources/promql-corpus
public final class CorpusWriter {

    private static final int RUNS = 4;

    private CorpusWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int cases = 0;
        for (Topic topic : topics()) {
            cases += write(topic, folder);
        }
        Topic refused = RefusedQuestions.topic();
        cases += writeRefused(refused, folder);
        System.out.println(cases + " cases in " + folder);
    }

    static List<Topic> topics() {
        var topics = new ArrayList<Topic>();
        topics.addAll(RangeQuestions.topics());
        topics.addAll(VectorQuestions.topics());
        topics.addAll(OperatorQuestions.topics());
        topics.addAll(SelectorQuestions.topics());
        topics.addAll(AlertQuestions.topics());
        return topics;
    }

    private static int write(Topic topic, Path folder) throws IOException, InterruptedException {
        PromtoolSays says = PromtoolSays.about(topic, folder);
        var steady = new ArrayList<Topic.Ask>();
        List<PromtoolSays> again = new ArrayList<>();
        for (int i = 1; i < RUNS; i++) {
            again.add(PromtoolSays.about(topic, folder));
        }
        for (Topic.Ask ask : topic.asks) {
            boolean same = again.stream().allMatch(other -> other.agrees(says, ask));
            if (says.refused(ask)) {
                System.out.printf("%s: %s has no answer: %s%n", topic.name, ask, says.why(ask));
            } else if (same) {
                steady.add(ask);
            } else {
                System.out.printf("%s: promtool is of two minds about %s%n", topic.name, ask);
            }
        }
        topic.asks.retainAll(steady);
        Files.writeString(folder.resolve(topic.name + ".yml"), CorpusYaml.of(topic, says));
        return topic.asks.size() + topic.alerts.size();
    }

    private static int writeRefused(Topic topic, Path folder)
            throws IOException, InterruptedException {
        PromtoolSays says = PromtoolSays.about(topic, folder);
        for (Topic.Ask ask : List.copyOf(topic.asks)) {
            if (!says.refused(ask)) {
                System.out.printf("refused: %s has an answer%n", ask);
                topic.asks.remove(ask);
            }
        }
        Files.writeString(folder.resolve("refused.yml"), CorpusYaml.of(topic, says));
        return topic.asks.size();
    }

    /// A label set as promtool writes it, with a value as promtool writes it.
    record Sample(String labels, String value) {}

    /// Labels and annotations of one firing alert.
    record Alert(Map<String, String> labels, Map<String, String> annotations) {}
}
