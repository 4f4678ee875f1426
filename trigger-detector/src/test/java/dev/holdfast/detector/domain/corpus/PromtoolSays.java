package dev.holdfast.detector.domain.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one run of promtool said about a topic. Each question expects what cannot be, so promtool shows what it got.
final class PromtoolSays {

    private static final double TOLERANCE = 1e-11;
    private static final Pattern EXPR =
            Pattern.compile("expr: \"(?:[^\"\\\\]|\\\\.)*\", time: (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "((?:[a-zA-Z_:][\\w:]*)?(?:\\{(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^}\"])*\\})?) ([-+0-9.E]+|NaN|[+-]Inf)(?:, |$)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<Topic.Ask, List<CorpusWriter.Sample>> samples = new HashMap<>();
    private final Map<Topic.Ask, String> errors = new HashMap<>();
    private final Map<Topic.AskAlert, List<CorpusWriter.Alert>> alerts = new HashMap<>();

    private PromtoolSays() {}

    static PromtoolSays about(Topic topic, Path folder) throws IOException, InterruptedException {
        Path test = Files.createTempFile(folder, "ask", ".yml");
        Path output = Files.createTempFile("promtool", ".out");
        try {
            Files.writeString(test, CorpusYaml.question(topic));
            Process promtool =
                    new ProcessBuilder("promtool", "test", "rules", test.getFileName().toString())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            promtool.waitFor();
            var says = new PromtoolSays();
            says.read(topic, Files.readAllLines(output));
            return says;
        } finally {
            Files.deleteIfExists(test);
            Files.deleteIfExists(output);
        }
    }

    /// promtool answers the alerts in the order of their times, then the expressions in the order of the file.
    private void read(Topic topic, List<String> lines) {
        var asks = topic.asks.iterator();
        Topic.AskAlert alert = null;
        boolean got = false;
        for (String line : lines) {
            String text = line.strip();
            Matcher expr = EXPR.matcher(text);
            if (text.startsWith("alertname: ")) {
                alert = CorpusYaml.alertOf(text);
                alerts.put(alert, new ArrayList<>());
                got = false;
            } else if (expr.matches()) {
                alert = null;
                if (expr.group(1).contains(", err: ")) {
                    errors.put(asks.next(), text.substring(text.indexOf(", err: ") + 7));
                }
            } else if (alert == null && text.startsWith("got: ")) {
                samples.put(asks.next(), samples(text.substring(5)));
            } else if (alert != null) {
                got |= text.startsWith("got:");
                if (got && text.startsWith("Labels:")) {
                    alerts(alert).add(new CorpusWriter.Alert(map(text), new TreeMap<>()));
                } else if (got && text.startsWith("Annotations:")) {
                    alerts(alert).getLast().annotations().putAll(map(text));
                }
            }
        }
        if (asks.hasNext() || alerts.size() != topic.alerts.size()) {
            throw new IllegalStateException(
                    "promtool did not answer all of %s: %s".formatted(topic.name, lines));
        }
    }

    private static List<CorpusWriter.Sample> samples(String text) {
        var samples = new ArrayList<CorpusWriter.Sample>();
        Matcher matcher = SAMPLE.matcher(text);
        while (!text.equals("nil") && matcher.find()) {
            samples.add(new CorpusWriter.Sample(matcher.group(1), matcher.group(2)));
        }
        samples.sort(Comparator.comparing(CorpusWriter.Sample::labels));
        return samples;
    }

    private static Map<String, String> map(String text) {
        var map = new TreeMap<String, String>();
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            map.put(matcher.group(1), unquoted(matcher.group(2)));
        }
        return map;
    }

    /// Go's `%q` undone, as far as the corpus has it.
    private static String unquoted(String text) {
        return text.replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\0", "\\");
    }

    boolean refused(Topic.Ask ask) {
        return errors.containsKey(ask);
    }

    String why(Topic.Ask ask) {
        return errors.getOrDefault(ask, "");
    }

    List<CorpusWriter.Sample> samples(Topic.Ask ask) {
        return samples.getOrDefault(ask, List.of());
    }

    List<CorpusWriter.Alert> alerts(Topic.AskAlert ask) {
        return alerts.getOrDefault(ask, List.of());
    }

    /// The same elements, the same numbers but for a last digit.
    boolean agrees(PromtoolSays other, Topic.Ask ask) {
        List<CorpusWriter.Sample> a = samples(ask);
        List<CorpusWriter.Sample> b = other.samples(ask);
        if (a.size() != b.size() || refused(ask) != other.refused(ask)) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).labels().equals(b.get(i).labels())
                    || !near(a.get(i).value(), b.get(i).value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean near(String a, String b) {
        if (a.equals(b) || a.endsWith("Inf") || b.endsWith("Inf")) {
            return a.equals(b);
        }
        double x = Double.parseDouble(a);
        double y = Double.parseDouble(b);
        return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
    }
}
