package dev.holdfast.detector.domain.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a real promtool for the values of expressions: each is tested against something it cannot be,
/// and what promtool "got" is read from its complaint.
public final class Promtool {

    /// What promtool said: the samples by labels, or an error where there are none.
    public record Answer(Map<String, Double> samples, String error) {}

    /// One expression to ask, at a time in seconds, over the series of its group.
    public record Question(String expr, long seconds) {}

    private static final Pattern SAMPLE =
            Pattern.compile(
                    "((?:[a-zA-Z_:][\\w:]*)?(?:\\{[^}]*\\})?) ([-+0-9.E]+|NaN|[+-]Inf)(?:, |$)");

    private Promtool() {}

    public static boolean installed() {
        try {
            return new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Answers in the order of the questions, one list for each group of series.
    public static List<List<Answer>> ask(
            List<List<RandomCase.Written>> groups, List<List<Question>> questions)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("promtool", ".yml");
        Path output = Files.createTempFile("promtool", ".out");
        try {
            Files.writeString(file, yaml(groups, questions));
            Process process =
                    new ProcessBuilder("promtool", "test", "rules", file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("promtool took more than 120 s");
            }
            List<Answer> all = answers(Files.readString(output, StandardCharsets.UTF_8));
            var split = new ArrayList<List<Answer>>();
            int next = 0;
            for (List<Question> group : questions) {
                if (next + group.size() > all.size()) {
                    throw new IOException(
                            "promtool answered %d questions only: %s"
                                    .formatted(all.size(), Files.readString(output)));
                }
                split.add(all.subList(next, next + group.size()));
                next += group.size() + 1;
            }
            return split;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(output);
        }
    }

    private static String yaml(
            List<List<RandomCase.Written>> groups, List<List<Question>> questions) {
        var yaml = new StringBuilder("evaluation_interval: 1m\ntests:\n");
        for (int g = 0; g < groups.size(); g++) {
            yaml.append("- interval: 15s\n  input_series:\n");
            for (RandomCase.Written series : groups.get(g)) {
                yaml.append("  - series: '")
                        .append(series.series())
                        .append("'\n    values: '")
                        .append(series.values())
                        .append("'\n");
            }
            yaml.append("  promql_expr_test:\n");
            for (Question question : withEnd(questions.get(g))) {
                yaml.append("  - expr: '")
                        .append(question.expr().replace("'", "''"))
                        .append("'\n    eval_time: ")
                        .append(question.seconds())
                        .append("s\n    exp_samples:\n    - labels: impossible\n      value: 1\n");
            }
        }
        return yaml.toString();
    }

    /// promtool loads samples up to its last evaluation only, so one more question comes after all samples.
    private static List<Question> withEnd(List<Question> questions) {
        var all = new ArrayList<>(questions);
        all.add(new Question("vector(0)", 6000));
        return all;
    }

    private static List<Answer> answers(String output) {
        var answers = new ArrayList<Answer>();
        for (String line : output.split("\n")) {
            String text = line.strip();
            if (text.startsWith("got: ")) {
                answers.add(new Answer(samples(text.substring(5)), ""));
            } else if (text.startsWith("expr: ") && text.contains(", err: ")) {
                answers.add(new Answer(Map.of(), text.substring(text.indexOf(", err: ") + 7)));
            }
        }
        return answers;
    }

    private static Map<String, Double> samples(String text) {
        var samples = new TreeMap<String, Double>();
        Matcher matcher = SAMPLE.matcher(text);
        while (!text.equals("nil") && matcher.find()) {
            samples.put(matcher.group(1), number(matcher.group(2)));
        }
        return samples;
    }

    private static double number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
