package dev.holdfast.verifier.io.log;

import com.google.re2j.Pattern;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Reads the end of a log file in a folder that the service itself lists. Lines without a time stamp
/// of their own, such as stack traces, are as old as the line before.
public final class LogAsker implements Asker<Question.Log> {
    private static final int MOST = 8 << 20;

    private final Folders folders;
    private final InstantSource clock;

    public LogAsker(Folders folders, InstantSource clock) {
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public Answer ask(Question.Log q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Path file = folders.file(q.file());
        try {
            boolean whole = Files.size(file) <= MOST;
            List<String> lines = end(file, whole);
            Tally tally = new Tally(Pattern.compile(q.pattern()), clock.instant().minus(q.since()));
            for (String line : lines) {
                terms.left();
                tally.add(line);
            }
            if (!whole && tally.youngFromTheStart()) {
                throw new Unusable(
                        Why.BROKEN,
                        "%s has more than %d bytes since %s ago; only so many are read"
                                .formatted(file, MOST, q.since()));
            }
            return tally.answer(Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static List<String> end(Path file, boolean whole) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MOST);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return whole || lines.isEmpty() ? lines : lines.subList(1, lines.size());
        }
    }
}
